import { formatVkey, type PolicyWitness, sameVkey, type Vkey } from '#libs/core/tlog';
import { WitnessError } from './error.js';

/**
 * Refuses a policy that has the key of this witness under another name, or its name with another key: whoever goes by that policy drops
 * each of its cosignatures without a word. A policy that does not name the witness says nothing against it.
 *
 * @throws {WitnessError} POLICY_MISFIT
 */
export function requireOwnLine(vkey: Vkey, witnesses: readonly PolicyWitness[]): void {
  if (witnesses.some((pinned) => sameVkey(pinned.vkey, vkey))) return;
  const sameKey = witnesses.find((pinned) => Buffer.compare(pinned.vkey.publicKey, vkey.publicKey) === 0);
  const sameName = witnesses.find((pinned) => pinned.vkey.name === vkey.name);
  const pinned = sameKey ?? sameName;
  if (!pinned) return;
  const has = sameKey
    ? `the key of this witness under the name ${sameKey.vkey.name}, and its cosignatures carry the name ${vkey.name}`
    : `another key under the name of this witness, ${vkey.name}: either this is not its folder, or the line is not of this witness`;
  const why = `the policy has ${has}. Nobody who goes by that policy would count a cosignature of it. The line of this witness is: ${lineOf(pinned, vkey)}`;
  throw new WitnessError('POLICY_MISFIT', why);
}

const lineOf = ({ name, url }: PolicyWitness, vkey: Vkey): string =>
  `witness ${name} ${formatVkey(vkey)}${url === undefined ? '' : ` ${url}`}`;
