import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatEnrolmentCode, parseEnrolmentCode, redeemEnrolmentCode } from '#libs/sdk/device';
import { deviceKindOf, partyKindOf } from '#libs/core/wire';
import { openRegistrar } from '#libs/registry/enrolment';
import { renderSVG, renderUnicodeCompact } from 'uqr';
import { momentText } from '../moment.js';
import { brokerOption, deviceBroker } from '../brokers.js';
import type { NodeEnvironment, OperatorEnvironment } from '../node-environment.js';
import { UsageError } from '../run-command.js';
import { algorithmOf } from './keys.js';
import { printIdentity } from './show.js';
import { type TlsOptions, tlsOf } from './tls-options.js';

export interface EnrolmentCodeOptions {
  readonly party: string;
  readonly partyName?: string;
  readonly partyCountry?: string;
  readonly partyKind?: string;
  readonly kind?: string;
  readonly object?: string;
  readonly country?: string;
  readonly valid: number;
  readonly replace?: boolean;
  readonly svg?: string;
  readonly broker?: string;
  readonly json?: boolean;
}

export interface RedeemCommandOptions extends TlsOptions {
  readonly folder?: string;
  readonly origin?: string;
  readonly broker?: string;
  readonly algorithm: 'ed25519' | 'p256';
  readonly waitSeconds: number;
}

/** Makes an enrolment code and prints it. */
export async function printEnrolmentCode(
  id: string,
  options: EnrolmentCodeOptions,
  environment: OperatorEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const { party: partyGln, partyName: name, partyCountry: country, valid: validMs, replace } = options;
  const { enrolmentCodes, close } = openRegistrar(environment, {
    broker: deviceBroker(environment, options.broker),
    keys: environment.keys,
  });
  try {
    const parties = name ? [{ gln: partyGln, name, country, kind: partyKindOf(options.partyKind ?? '') }] : [];
    const { kind, object } = options;
    const facts = { partyGln, kind, purpose: deviceKindOf(kind ?? ''), object, country: options.country };
    const issued = await enrolmentCodes.issue({ ...facts, id, parties, validMs, replace, signal });
    const code = formatEnrolmentCode(issued);
    if (options.svg !== undefined)
      writeFileSync(options.svg, renderSVG(code, { ecc: 'M', border: 4 }), { mode: 0o600 });
    const until = momentText(issued.expiresMs);
    if (options.json) return console.log(JSON.stringify({ device: id, code, until }));
    console.log(`${renderUnicodeCompact(code, { ecc: 'L', border: 2 })}\n\n${code}\n`);
    if (options.svg !== undefined) console.log(`To print: ${options.svg}`);
    console.log(`Good until ${until} (UTC), for one device. Whoever has it first is ${id}: keep it as a password.`);
    console.log(
      'On the device: npx cairn device redeem -    reads the code from standard input, where no list of processes shows it',
    );
  } finally {
    await close();
  }
}

/** The device's side: its own key in the place of the code's. */
export async function redeemCode(
  text: string,
  options: RedeemCommandOptions,
  environment: NodeEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const code = parseEnrolmentCode(text === '-' ? readFileSync(0, 'utf8') : text);
  if (options.origin !== undefined && options.origin !== code.origin)
    throw new UsageError(`The enrolment code is of the log ${code.origin}, not of ${options.origin}.`);
  const folder = resolve(options.folder ?? code.id);
  const { algorithm, waitSeconds } = options;
  const broker = brokerOption(options.broker);
  const limit = AbortSignal.timeout(waitSeconds * 1_000);
  let trouble = '';
  try {
    const redeemed = await redeemEnrolmentCode({
      code,
      folder,
      algorithm: algorithmOf(algorithm),
      signal: AbortSignal.any([signal, limit]),
      onTrouble: (text) => (trouble = text),
      ...(broker !== undefined && { broker }),
      ...tlsOf(options, environment),
    });
    const { id, passwordKept } = redeemed;
    console.log(`This device is ${id}, with a key ${passwordKept ? '' : 'and a password '}of its own.\n`);
    printIdentity(redeemed, folder);
    if (passwordKept) tellThatPasswordWasKept(passwordKept.text, folder);
  } catch (error) {
    if (!limit.aborted) throw error;
    throw new Error(
      `No answer after ${waitSeconds} s${trouble && ` (${trouble})`}. Run the same again, and it goes on.`,
      { cause: error },
    );
  }
}

/** The node cannot change it: what is left is the operator's. */
function tellThatPasswordWasKept(why: string, folder: string): void {
  console.log(`
The password of the enrolment code goes on: ${why}
Whoever has seen the code can connect by it as this device, and sign nothing. The operator gives the device another one at the broker
(docs/guides/operators.md, Devices and their passwords); the device finds it as "password" in ${resolve(folder, 'enrolment.json')}.`);
}
