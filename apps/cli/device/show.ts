import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventTopic, receiptTopic, scanTopic } from '#libs/core/wire';
import { type DeviceIdentity, type Enrolment, readDeviceFolder, TLS_FILES } from '#libs/sdk/device';
import { keyIdOf, SignatureAlgorithm } from '#libs/core/signatures';
import { explainStartFailure } from '#libs/host/service';
import type { NodeEnvironment } from '../node-environment.js';
import { type KeyHistory, printKeyHistory, readKeyHistory } from './key-history.js';

/** What somebody needs who writes the client of this device, or sends its scans by a stock MQTT client. */
export interface DeviceToShow {
  readonly identity: DeviceIdentity;
  readonly enrolment?: Enrolment;
  readonly folder?: string;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const row = (name: string, text: string): void => console.log(`  ${name.padEnd(20)} ${text}`);

export interface ShowOptions {
  readonly json?: boolean;
}

/** What lies in the folder, and what the log knows of its keys where the node's database is at hand. */
export async function showDevice(folder: string, { json }: ShowOptions, environment: NodeEnvironment): Promise<void> {
  const device = readDeviceFolder(folder);
  const { identity, state } = device;
  let history: KeyHistory | undefined;
  let away = '';
  try {
    history = await readKeyHistory(identity.id, environment);
  } catch (error) {
    away = explainStartFailure(error);
  }
  if (json) {
    const { id, boot, algorithm, publicKey } = identity;
    const here = { device: id, boot: hex(boot), key: hex(keyIdOf(algorithm, publicKey)), underWay: state.event?.kind };
    console.log(JSON.stringify({ ...here, ...(history ?? { unknown: away }) }));
    return;
  }
  printDevice({ ...device, folder });
  if (state.event) {
    const { kind, refused } = state.event;
    const how = refused ? `was refused, ${refused.reason}: ${refused.text}` : 'waits for the answer of the node';
    console.log(`The ${kind} that this device has signed ${how}`);
  }
  if (history) printKeyHistory(identity.id, history);
  else console.log(`\nWhat the log knows of its keys cannot be told here: ${away}`);
}

/** Names, key and topics, and nothing secret. */
export function printIdentity(identity: DeviceIdentity, folder: string | undefined): void {
  const { id, device, algorithm, publicKey, boot } = identity;
  row('device', id);
  row('device key', hex(device));
  row('algorithm', algorithm === SignatureAlgorithm.ED25519 ? 'Ed25519' : 'ECDSA P-256, SHA-256');
  row('public key', hex(publicKey));
  row('key id', hex(keyIdOf(algorithm, publicKey)));
  row('boot', hex(boot));
  if (folder) row('folder', folder);
  row('scans go to', scanTopic(id));
  row('events go to', eventTopic(id));
  row('receipts come on', receiptTopic(id));
}

export function printDevice({ identity, enrolment, folder }: DeviceToShow): void {
  const { id } = identity;
  printIdentity(identity, folder);
  if (!enrolment) {
    console.log('\nNot enrolled yet: cairn device enrol --help');
    return;
  }
  const { broker, password, trust } = enrolment;
  row('broker', broker);
  row('user name', id);
  row('password', password);
  row('log', trust.logOrigin);
  for (const key of trust.receiptKeys) row('receipt key', hex(key.publicKey));
  console.log(`\nAny MQTT 3.1.1 client can send what the device signed, for example:\n
  npx cairn device scan ${quoted(id)} --object '(00)395200000000000012' --step shipping --out scan.bin
  ${mosquittoLine({ id, broker, password, folder, program: 'mosquitto_pub' })} -t ${quoted(scanTopic(id))} -f scan.bin\n
A device has one connection at a time: mosquitto_sub beside it would be closed. The receipt comes to the device itself, with
its next scan, which sends again what has none.\n`);
}

/** A line for the clients of the Mosquitto project, up to topic and file. */
export function mosquittoLine(options: {
  readonly id: string;
  readonly broker: string;
  readonly password: string;
  readonly program: string;
  readonly folder?: string | undefined;
}): string {
  const { hostname, port, protocol } = new URL(options.broker);
  const secure = protocol === 'mqtts:';
  const tls = secure ? tlsFlags(options.folder) : '';
  const address = `-h ${hostname.replace(/^\[|\]$/gu, '')} -p ${port || (secure ? 8883 : 1883)}`;
  return `${options.program} ${address}${tls} -u ${quoted(options.id)} -P ${quoted(options.password)} -q 1`;
}

/** What the device itself goes by: files in its folder, else the authorities of the system. */
function tlsFlags(folder: string | undefined): string {
  const file = (name: keyof typeof TLS_FILES): string | undefined => {
    const path = folder === undefined ? undefined : join(folder, TLS_FILES[name]);
    return path !== undefined && existsSync(path) ? quoted(path) : undefined;
  };
  const [authority, certificate, key] = [file('authority'), file('certificate'), file('key')];
  const shown = certificate && key ? ` --cert ${certificate} --key ${key}` : '';
  return (authority ? ` --cafile ${authority}` : ' --tls-use-os-certs') + shown;
}

/** As a POSIX shell reads it. */
const quoted = (text: string): string => (/^[\w./:@%+=-]+$/u.test(text) ? text : `'${text.replace(/'/gu, `'\\''`)}'`);
