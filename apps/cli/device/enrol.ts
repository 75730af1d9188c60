import { openRegistrar } from '#libs/registry/enrolment';
import type { EnvironmentKeys } from '#libs/host/keys';
import { checkPublicKey, SignatureAlgorithm } from '#libs/core/signatures';
import { deviceKindOf, partyKindOf } from '#libs/core/wire';
import { deviceBroker } from '../brokers.js';
import { type NodeEnvironment } from '../node-environment.js';
import { UsageError } from '../run-command.js';
import { printDevice } from './show.js';

export interface EnrolOptions {
  readonly party: string;
  readonly partyName?: string;
  readonly partyCountry?: string;
  readonly partyKind?: string;
  readonly kind?: string;
  readonly object?: string;
  readonly country?: string;
  readonly algorithm: 'ed25519' | 'p256';
  readonly folder?: string;
  readonly publicKey?: string;
  readonly boot?: string;
  readonly objectsMax?: number;
  readonly claimsMax?: number;
  readonly broker?: string;
  readonly expires?: number;
}

export async function enrolDevice(
  id: string,
  options: EnrolOptions,
  {
    environment,
    keys,
    signal,
  }: {
    readonly environment: NodeEnvironment;
    readonly keys?: EnvironmentKeys | undefined;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const broker = deviceBroker(environment, options.broker);
  const algorithm = options.algorithm === 'p256' ? SignatureAlgorithm.ECDSA_P256_SHA256 : SignatureAlgorithm.ED25519;
  const elsewhere = keyFromElsewhere(options, algorithm);
  const { registrar, close } = openRegistrar(environment, { broker, keys });
  try {
    const { party: gln, partyName, partyCountry, partyKind } = options;
    const parties = partyName
      ? [{ gln, name: partyName, country: partyCountry, kind: partyKindOf(partyKind ?? '') }]
      : [];
    const { kind, object, country, folder, objectsMax, claimsMax } = options;
    const device = {
      id,
      partyGln: gln,
      kind,
      purpose: deviceKindOf(kind ?? ''),
      object,
      country,
      folder,
      objectsMax,
      claimsMax,
      algorithm,
      elsewhere,
      expiresMs: options.expires,
    };
    const [enrolled] = await registrar.enrol({ parties, devices: [device], signal });
    console.log(enrolled!.isNew ? `The device ${id} is enrolled.\n` : `The device ${id} was enrolled before.\n`);
    printDevice({ ...enrolled!, enrolment: enrolled! });
  } finally {
    await close();
  }
}

function keyFromElsewhere({ publicKey, boot }: EnrolOptions, algorithm: SignatureAlgorithm) {
  if (publicKey === undefined && boot === undefined) return undefined;
  if (publicKey === undefined || boot === undefined) {
    throw new UsageError('A device that made its key elsewhere is enrolled with both --public-key and --boot.');
  }
  const keyBytes = algorithm === SignatureAlgorithm.ED25519 ? 32 : 33;
  const key = bytesOfHex(publicKey, keyBytes, '--public-key');
  requireUsable(algorithm, key);
  return { algorithm, publicKey: key, boot: bytesOfHex(boot, 16, '--boot') };
}

/** Before anything is signed: the log would refuse it too, and every verifier. */
function requireUsable(algorithm: SignatureAlgorithm, publicKey: Uint8Array): void {
  try {
    checkPublicKey(algorithm, publicKey);
  } catch (cause) {
    throw new UsageError(`--public-key: ${(cause as Error).message}.`, { cause });
  }
}

function bytesOfHex(text: string, length: number, option: string): Uint8Array {
  if (!/^[0-9a-f]+$/iu.test(text) || text.length !== 2 * length) {
    throw new UsageError(`${option} is ${length} bytes in hex, ${2 * length} digits.`);
  }
  return new Uint8Array(Buffer.from(text, 'hex'));
}
