import {
  decodeCosignature,
  formatNote,
  noteKeyIdOf,
  KeyType,
  type NoteSignature,
  TlogError,
  type VerifyEd25519,
  verifyNote,
  type Vkey,
} from '#libs/core/tlog';

interface Answer {
  /** Of the checkpoint that was sent. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
  /** The pinned key, which has signed none of them. */
  readonly vkey: Vkey;
  readonly verify: VerifyEd25519;
}

/**
 * Which key a witness has cosigned with in place of the pinned one.
 * @returns null where there is no cosignature at all
 */
export async function otherKey({ text, signatures, vkey, verify }: Answer): Promise<string | null> {
  const cosignatures = signatures.filter(isCosignature);
  const has = `and the policy has ${vkey.name} with key id ${hex(vkey.keyId)}`;
  for (const signature of cosignatures)
    if (await isByPinnedKey(signature, { text, vkey, verify }))
      return `it cosigns with the key of the policy under the name ${signature.name}, ${has}`;
  const [other] = cosignatures.toSorted((one, two) => Number(two.name === vkey.name) - Number(one.name === vkey.name));
  return other ? `it cosigns as ${other.name} with key id ${hex(other.keyId)}, ${has}` : null;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function isCosignature({ signature }: NoteSignature): boolean {
  try {
    decodeCosignature(signature);
    return true;
  } catch (error) {
    if (error instanceof TlogError) return false;
    throw error;
  }
}

/** The name is part of the key id, and of nothing that is signed: the same key under another name can be told for certain. */
async function isByPinnedKey(
  signature: NoteSignature,
  { text, vkey, verify }: Pick<Answer, 'text' | 'vkey' | 'verify'>,
): Promise<boolean> {
  const { name } = signature;
  const { publicKey } = vkey;
  const type = KeyType.cosignature;
  const renamed: Vkey = { name, type, publicKey, keyId: noteKeyIdOf(name, type, publicKey) };
  if (Buffer.compare(renamed.keyId, signature.keyId) !== 0) return false;
  try {
    await verifyNote({ note: formatNote(text, [signature]), vkeys: [renamed], verify });
    return true;
  } catch (error) {
    if (error instanceof TlogError) return false;
    throw error;
  }
}
