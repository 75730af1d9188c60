import { type Command, InvalidArgumentError, Option } from 'commander';
import { claimDevice, type ClaimOptions, redeemCode, type RedeemCommandOptions } from './device/claim.js';
import type { EnvironmentKeys } from '#libs/identity';
import { findDeviceFolder } from './device/device-folder-path.js';
import { enrolDevice, type EnrolOptions } from './device/enrol.js';
import {
  beginBoot,
  type BootOptions,
  type CompromisedOptions,
  type EndKeyOptions,
  reportKey,
  retireKey,
  rotateDevice,
  type RotateCommandOptions,
} from './device/keys.js';
import { listDevices } from './device/list.js';
import { listRejects, type RejectsOptions } from './device/rejects.js';
import { scanByCommand, type ScanCommandOptions } from './device/scan.js';
import { type ShowOptions, showDevice } from './device/show.js';
import { durationMs } from './duration.js';
import { momentMs } from './moment.js';
import { ENVIRONMENT_HELP, readNodeEnvironment, readOperatorEnvironment } from './node-environment.js';
import { runCommand, UsageError } from './run-command.js';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('a whole number is expected.');
  return Number(text);
}

function moment(text: string): number {
  const value = momentMs(text);
  if (value === undefined)
    throw new InvalidArgumentError('a time with its offset is expected, as 2026-05-01T14:00:00+02:00.');
  return value;
}

function duration(text: string): number {
  const value = durationMs(text);
  if (value === undefined) throw new InvalidArgumentError('a time as 90s, 30m, 1h or 7d is expected.');
  return value;
}

const bytes =
  (length: number) =>
  (text: string): Uint8Array => {
    if (!/^[0-9a-f]*$/iu.test(text) || text.length !== 2 * length)
      throw new InvalidArgumentError(`${length} bytes in hex are expected, ${2 * length} digits.`);
    return new Uint8Array(Buffer.from(text, 'hex'));
  };

const KEY_BYTES = { ed25519: 32, p256: 33 } as const;
const algorithmOption = (): Option =>
  new Option('--algorithm <name>', 'of the new key').choices(['ed25519', 'p256']).default('ed25519');

const ROTATE_HELP = `
The device makes a key, keeps it, and signs by both keys that it takes the place of the old one. Scans go on meanwhile; those made
before go out first. Killed or without network, the next call, or the next scan, goes on.`;

const END_HELP = `
Signed by the operator's key in CAIRN_DATA. What is in the log stays and counts. To let the device go on with a new key:
npx cairn device renew; for a device that was stolen report its key instead: npx cairn device compromised --help`;

const COMPROMISED_HELP = `
Signed by the operator's key in CAIRN_DATA. From the entry on nothing that the key signs counts, and nobody can take that back.
Scans that were logged before stay; those since --since get a notice in every verdict.

  npx cairn device compromised gate-7 --since 2026-05-01T14:00:00+02:00`;

const RESET_HELP = `
For a device that lost its counters, or its key, or all it had. Signed by the operator's key in CAIRN_DATA: a new boot that names the
last statement of the boot before, as the log has it, or as the device's outbox has it where that can be read; scans up to it still
count when they arrive. Stop the device before. A device elsewhere makes boot and key itself: --boot and --public-key.

  npx cairn device reset gate-7                 it has its key and lost its counters
  npx cairn device reset gate-7 --new-key       it lost its key too`;

const RENEW_HELP = `
As reset --new-key: for a key that has expired or was retired or reported. The device goes on with a new key and a new boot.`;

const REJECTS_HELP = `
A key that has ended and still signs shows here, and so does whoever sends what cannot be read. What is final and validly signed
stands in the log as well, by the entry that is named.`;

const CLAIM_HELP = `
Makes a first key that the operator enters into the log, good for a short time and for nothing but being replaced, and prints it with
all that a device needs to get in as a QR code and as text. The device that redeems it first makes a key of its own, which nobody
else ever sees. Until then the same command gives the same code.

  npx cairn device claim gate-8 --party 9520000000028 --valid 1h`;

const ENROL_HELP = `
The operator's key signs two entries, one for the party (if it is new) and one for the device, which binds its name to a key, a
first boot and the party. They go through the stream like every scan; the command waits until they stand in the log. Then the
device gets a password for the broker, and its folder in CAIRN_DATA/devices.

A device that makes its own key is enrolled with --public-key and --boot; nothing of it is written here.
Run again for the same device, the command changes nothing and shows the device.

  npx cairn device enrol gate-7 --party 9520000000028 --party-name 'Harbour cold store' --party-country IN --kind gate`;

const SCAN_HELP = `
The scan is signed, stored in the device's outbox and sent; the command ends when its receipt has been verified. Without a
receipt in time it stays in the outbox and goes out with the next call: exit code 1. Exit code 2: the options make no scan.

  npx cairn device scan gate-7 --object '(00)395200000000000012' --step shipping --to 9520000000035
  npx cairn device scan gate-7 --parent '(00)395200000000000012' --child '(01)09520000000004(21)77' --action add --step packing
  npx cairn device scan gate-7 --from scans.jsonl        one scan in JSON on each line, fields as in docs/guides/device-makers.md
  npx cairn device scan gate-7 --object ... --out scan.bin   the bytes for a stock MQTT client (cairn device show prints the line)`;

/** Adds `cairn device` and what it has below it. */
export function registerDeviceCommand(program: Command, keys?: EnvironmentKeys): void {
  const device = program
    .command('device')
    .description('enrol devices, show what a device needs, scan by hand')
    .addHelpText('after', `${ENVIRONMENT_HELP}\nFor device makers: docs/guides/device-makers.md`);
  addEnrol(device, keys);
  addShow(device);
  addList(device);
  addRejects(device);
  addScan(device);
  addRotate(device);
  addEndings(device, keys);
  addBoots(device, keys);
  addClaims(device, keys);
}

function addEnrol(device: Command, keys: EnvironmentKeys | undefined): void {
  device
    .command('enrol')
    .description('enter a device, and its party if it is new, into the log and give it a password')
    .argument('<id>', 'name of the device: its MQTT user name and a part of its topics')
    .requiredOption('--party <gln>', 'GLN of the party that answers for the device')
    .option('--party-name <name>', 'name of the party, if it is new')
    .option('--party-country <code>', 'its country, ISO 3166-1 alpha-2')
    .option('--party-kind <words>', 'what it does: manufacturer, carrier, warehouse ...')
    .option('--kind <words>', 'kind of the device: handheld, gate, logger, gateway ...')
    .option('--country <code>', 'where the device stands, ISO 3166-1 alpha-2')
    .addOption(new Option('--algorithm <name>', 'signature').choices(['ed25519', 'p256']).default('ed25519'))
    .option('--folder <path>', 'where to make its folder (default: CAIRN_DATA/devices/<id>)')
    .option('--public-key <hex>', 'of a device that made its key itself')
    .option('--boot <hex>', '16 random bytes that it chose for its first counter')
    .option('--expires <time>', 'the key is good for scans that arrive before; RFC 3339 with offset', moment)
    .option('--objects-max <number>', 'objects in one of its scans at most (default: 500)', wholeNumber)
    .option('--claims-max <number>', 'claims in one of its scans at most (default: 256)', wholeNumber)
    .option('--broker <url>', 'where the device connects (default: the broker of this node)')
    .addHelpText('after', ENROL_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: EnrolOptions) =>
      runCommand((signal) => enrolDevice(id, options, { environment: readNodeEnvironment(), keys, signal })),
    );
}

function addShow(device: Command): void {
  device
    .command('show')
    .description('keys, boots, topics, user name, password, and lines for stock MQTT clients')
    .argument('<device>', 'name of the device, or its folder')
    .option('--json', 'keys, boots and counters as JSON')
    .addHelpText('after', ENVIRONMENT_HELP)
    .action((name: string, options: ShowOptions) =>
      runCommand(() => {
        const environment = readNodeEnvironment();
        return showDevice(findDeviceFolder(name, environment.CAIRN_DATA), options, environment);
      }),
    );
}

function addList(device: Command): void {
  device
    .command('list')
    .description('all devices that the log knows')
    .option('--json', 'one JSON object on each line')
    .addHelpText('after', ENVIRONMENT_HELP)
    .action((options: { json?: boolean }) =>
      runCommand(() => listDevices(readNodeEnvironment(), options.json === true)),
    );
}

function addRejects(device: Command): void {
  device
    .command('rejects')
    .description('what was refused of a device, or of all: the latest first, with the reason that the device was told')
    .argument('[id]', 'name of a device')
    .option('--limit <number>', 'how many', wholeNumber, 20)
    .option('--json', 'one JSON object on each line')
    .addHelpText('after', REJECTS_HELP + ENVIRONMENT_HELP)
    .action((id: string | undefined, options: RejectsOptions) =>
      runCommand(() => listRejects(id, options, readNodeEnvironment())),
    );
}

function addScan(device: Command): void {
  device
    .command('scan')
    .description('sign a scan as a device, and send it or write it to a file')
    .argument('<device>', 'name of the device, or its folder')
    .option('--object <uri>', 'what was seen: Digital Link, element string, EPC URN ... (again for more)', collect, [])
    .option('--parent <uri>', 'what others are packed into')
    .option('--child <uri>', 'what is packed into the parent (again for more)', collect, [])
    .option('--input <uri>', 'what goes into a transformation (again for more)', collect, [])
    .option('--output <uri>', 'what comes out of it (again for more)', collect, [])
    .addOption(
      new Option('--type <name>', 'event type, if the roles do not say it').choices([
        'object',
        'aggregation',
        'transaction',
        'transformation',
        'association',
      ]),
    )
    .addOption(new Option('--action <name>', 'default: observe').choices(['add', 'observe', 'delete']))
    .option('--step <name>', 'business step of CBV 2.0: shipping, receiving, packing ...')
    .option('--claim <name=value>', 'any claim of docs/formats/claims.md (again for more)', collect, [])
    .option('--to <gln>', 'the party that takes custody')
    .option('--time <time>', 'RFC 3339 with offset (default: now)')
    .addOption(new Option('--precision <name>', 'of that time').choices(['millisecond', 'minute', 'day']))
    .option('--zone <offset>', 'local time minus UTC, as +05:30 (default: that of this machine)')
    .option('--from <file>', 'take scans from a file of JSON lines instead; - is standard input')
    .option('--out <file>', 'write the signed bytes to a file and send nothing')
    .option('--broker <url>', 'connect there instead of where the enrolment says')
    .option('--wait-seconds <number>', 'how long to wait for receipts', wholeNumber, 30)
    .addHelpText('after', SCAN_HELP + ENVIRONMENT_HELP)
    .action((name: string, options: ScanCommandOptions) =>
      runCommand((signal) => scanByCommand(findDeviceFolder(name, readNodeEnvironment().CAIRN_DATA), options, signal)),
    );
}

function addRotate(device: Command): void {
  device
    .command('rotate')
    .description('as the device: take another key')
    .argument('<device>', 'name of the device, or its folder')
    .addOption(algorithmOption())
    .option('--expires <time>', 'of the new key; RFC 3339 with offset', moment)
    .option('--broker <url>', 'connect there instead of where the enrolment says')
    .option('--wait-seconds <number>', 'how long to wait for the answer', wholeNumber, 30)
    .addHelpText('after', ROTATE_HELP + ENVIRONMENT_HELP)
    .action((name: string, options: RotateCommandOptions) =>
      runCommand((signal) => rotateDevice(findDeviceFolder(name, readNodeEnvironment().CAIRN_DATA), options, signal)),
    );
}

function addEndings(device: Command, keys: EnvironmentKeys | undefined): void {
  device
    .command('retire')
    .description('as the operator: end a key of a device, for good')
    .argument('<id>', 'name of the device')
    .option('--key <hex>', 'key id (default: the key that signs at present)', bytes(8))
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', END_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: EndKeyOptions) =>
      runCommand((signal) => retireKey(id, options, readOperatorEnvironment(keys), signal)),
    );
  device
    .command('compromised')
    .description('as the operator: report that a key of a device is in other hands')
    .argument('<id>', 'name of the device')
    .option('--key <hex>', 'key id (default: the key that signs at present, or the last that did)', bytes(8))
    .option('--since <time>', 'since when that may be so; RFC 3339 with offset', moment)
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', COMPROMISED_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: CompromisedOptions) =>
      runCommand((signal) => reportKey(id, options, readOperatorEnvironment(keys), signal)),
    );
}

function addBoots(device: Command, keys: EnvironmentKeys | undefined): void {
  const add = (name: string, description: string, help: string, adjust: (options: BootCommandOptions) => BootOptions) =>
    device
      .command(name)
      .description(description)
      .argument('<id>', 'name of the device')
      .addOption(algorithmOption())
      .option('--expires <time>', 'of the new key; RFC 3339 with offset', moment)
      .option('--folder <path>', "the device's folder (default: CAIRN_DATA/devices/<id>)")
      .option('--public-key <hex>', 'of a device that made its key itself')
      .option('--boot <hex>', '16 random bytes that it chose for the new boot', bytes(16))
      .option('--broker <url>', 'where the device connects (default: the broker of this node)')
      .option('--json', 'print what came of it as JSON')
      .addHelpText('after', help + ENVIRONMENT_HELP)
      .action((id: string, options: BootCommandOptions) =>
        runCommand((signal) => beginBoot(id, adjust(options), readOperatorEnvironment(keys), signal)),
      );
  add('reset', 'as the operator: let a device begin again that lost its counters', RESET_HELP, elsewhereOf).option(
    '--new-key',
    'it lost its key too',
  );
  add('renew', 'as the operator: let a device go on whose key has ended', RENEW_HELP, (options) => ({
    ...elsewhereOf(options),
    newKey: true,
  }));
}

type BootCommandOptions = Omit<BootOptions, 'publicKey'> & { readonly publicKey?: string };

/** @throws {UsageError} for half of a device that is elsewhere */
function elsewhereOf({ publicKey, ...options }: BootCommandOptions): BootOptions {
  if (publicKey === undefined && options.boot === undefined) return options;
  if (publicKey === undefined || options.boot === undefined)
    throw new UsageError('A device that is elsewhere begins again with both --public-key and --boot.');
  try {
    return { ...options, publicKey: bytes(KEY_BYTES[options.algorithm])(publicKey) };
  } catch (error) {
    throw new UsageError(`--public-key: ${(error as Error).message}`);
  }
}

function addClaims(device: Command, keys: EnvironmentKeys | undefined): void {
  device
    .command('claim')
    .description('as the operator: a code with which a device gets in and makes its own key')
    .argument('<id>', 'name of the device')
    .requiredOption('--party <gln>', 'GLN of the party that answers for the device')
    .option('--party-name <name>', 'name of the party, if it is new')
    .option('--party-country <code>', 'its country, ISO 3166-1 alpha-2')
    .option('--party-kind <words>', 'what it does: manufacturer, carrier, warehouse ...')
    .option('--kind <words>', 'kind of the device: handheld, gate, logger, gateway ...')
    .option('--country <code>', 'where the device stands, ISO 3166-1 alpha-2')
    .option('--valid <time>', 'how long the code is good, as 30m, 1h or 7d', duration, 3_600_000)
    .option('--replace', 'the device that works under this name gives way')
    .option('--svg <file>', 'write the QR code to a file, to print it')
    .option('--broker <url>', 'where the device connects (default: the broker of this node)')
    .option('--json', 'print the code as JSON')
    .addHelpText('after', CLAIM_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: ClaimOptions) =>
      runCommand((signal) => claimDevice(id, options, readOperatorEnvironment(keys), signal)),
    );
  device
    .command('redeem')
    .description('as the device: make a key of its own in the place of that of a claim code')
    .argument('<code>', 'cairn-claim:v1?... as the operator gave it')
    .option('--folder <path>', "where to make the device's folder (default: ./<id>)")
    .option('--origin <name>', 'refuse a claim of another log')
    .option('--broker <url>', 'connect there instead of where the code says')
    .addOption(algorithmOption())
    .option('--wait-seconds <number>', 'how long to wait for the answer', wholeNumber, 30)
    .action((code: string, options: RedeemCommandOptions) => runCommand((signal) => redeemCode(code, options, signal)));
}
