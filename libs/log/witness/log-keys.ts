import { KeyType, sameVkey, type Vkey } from '#libs/core/tlog';
import { WitnessError } from './error.js';

/** The keys of each log that a witness follows, by origin. During a rotation a log has two, and either may sign. */
export type LogKeys = ReadonlyMap<string, readonly Vkey[]>;

/**
 * Sorts log keys by origin, which is the key's name. A key that stands twice counts once.
 * @throws {WitnessError} LOG_KEYS_INVALID for no key, a key that signs no checkpoints here, or two of one origin with one key id
 */
export function logKeysOf(vkeys: readonly Vkey[]): LogKeys {
  if (vkeys.length === 0) throw invalid('a witness needs the key of at least one log');
  const keys = new Map<string, Vkey[]>();
  for (const vkey of vkeys) {
    if (vkey.type !== KeyType.ed25519)
      throw invalid(
        `the key of ${vkey.name} has type ${vkey.type}; a log that is witnessed here signs with Ed25519, type 1`,
      );
    const known = keys.get(vkey.name) ?? [];
    if (known.some((other) => other.keyId.every((byte, at) => byte === vkey.keyId[at]) && !sameVkey(other, vkey)))
      throw invalid(`two keys of ${vkey.name} have one key id, so that no signature can be told from the other's`);
    if (!known.some((other) => sameVkey(other, vkey))) keys.set(vkey.name, [...known, vkey]);
  }
  return keys;
}

const invalid = (why: string) => new WitnessError('LOG_KEYS_INVALID', why);
