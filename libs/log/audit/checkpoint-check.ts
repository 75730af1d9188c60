import type { CheckpointStore, LogStorage } from '#libs/log/storage';
import { SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';
import { openCheckpoint, type Vkey } from '#libs/core/tlog';
import type { CommittedRoots } from './committed-roots.js';
import { type Differences, short } from './findings.js';
import type { LaterRoots } from './later-roots.js';

export interface CheckpointCheckInput {
  readonly storage: LogStorage;
  readonly checkpoints: CheckpointStore;
  readonly verifier: SignatureVerifier;
  /** All keys that the log has had: a checkpoint is signed by one of its time. */
  readonly logVkeys: readonly Vkey[];
  readonly size: number;
  readonly receiptedSize: number;
  readonly publishedSize: number;
  readonly roots: CommittedRoots;
  readonly laterRoots: Pick<LaterRoots, 'find'>;
  readonly differences: Differences;
}

/** Compares the public checkpoint and all stored ones with the roots that were committed. */
export async function checkCheckpoints(input: CheckpointCheckInput): Promise<void> {
  const { storage, checkpoints, publishedSize, receiptedSize, size, differences } = input;
  const shown = await storage.read('checkpoint');
  const stored = await checkpoints.all();
  const shownSize = shown ? await compare(input, 'the public checkpoint', shown) : 0;
  if (!shown && publishedSize > 0)
    differences.add(
      'CHECKPOINT_MISSING',
      `the database has published size ${publishedSize}, and there is no public checkpoint`,
    );
  else if (shownSize !== null && shownSize < Math.min(publishedSize, receiptedSize))
    differences.add(
      'CHECKPOINT',
      `the public checkpoint is of size ${shownSize}, and log_head has published ${publishedSize}`,
    );
  for (const { size: name, note } of stored) await compare(input, `the stored checkpoint ${name}`, note);
  // Each is stored before its receipts go out, and the highest is never removed.
  const highest = stored.at(-1)?.size ?? 0;
  if (stored.length === 0 && size > 0)
    differences.add('CHECKPOINT_MISSING', `the database has ${size} entries, and no checkpoint is stored outside it`);
  else if (highest < Math.min(size, receiptedSize))
    differences.add(
      'CHECKPOINT_MISSING',
      `log_head has receipted ${receiptedSize} entries, and the highest stored checkpoint is of ${highest}`,
    );
}

/** @returns the size of the checkpoint, null when it cannot be opened. */
async function compare(input: CheckpointCheckInput, what: string, note: Uint8Array): Promise<number | null> {
  const { verifier, logVkeys, size, roots, laterRoots, differences } = input;
  try {
    const opened = await openCheckpoint({
      note,
      vkey: logVkeys,
      verify: async ({ publicKey, message, signature }) =>
        (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, publicKey, message, signature }]))[0]!,
    });
    // A node that runs may have signed more since the snapshot was taken: then the database has that size by now.
    const root = opened.size > size ? await laterRoots.find(opened.size) : roots.find(opened.size);
    if (!root && opened.size > size)
      differences.add('CHECKPOINT', `${what} is of size ${opened.size}, and the database has ${size} entries`);
    else if (!root)
      differences.add('CHECKPOINT', `${what} is of size ${opened.size}, which the database never committed`);
    else if (!root.equals(opened.root))
      differences.add(
        'CHECKPOINT',
        `${what} says ${short(opened.root)} at size ${opened.size}, the database ${short(root)}`,
      );
    return opened.size;
  } catch (error) {
    differences.add('CHECKPOINT', `${what} cannot be opened with a key of the log: ${(error as Error).message}`);
    return null;
  }
}
