import type { CheckpointStore, LogStorage } from '#libs/log/storage';
import { SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';
import { openCheckpoint, type OpenedCheckpoint, type Vkey } from '#libs/core/tlog';
import { RecoverError } from './error.js';

export interface SignedSizesInput {
  readonly storage: LogStorage;
  readonly checkpoints: CheckpointStore;
  /** All keys that the log has had. */
  readonly vkeys: readonly Vkey[];
  readonly verifier: SignatureVerifier;
  /** The stored checkpoints are lost for good: go by the public one. */
  readonly withoutCheckpoints: boolean;
}

/** What was signed, as far as it is known here. */
export interface SignedSizes {
  /** Roots by size, ascending. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
  readonly highest: OpenedCheckpoint;
  /** Of the public checkpoint, 0 when there is none. */
  readonly publishedSize: number;
  /** Nobody has stored the public checkpoint: the store is lost, or the public log came from a mirror that has more. */
  readonly isShownUnstored: boolean;
  /** No checkpoint is stored outside, and it was said that none will come back. */
  readonly isStoreLost: boolean;
}

/**
 * Opens every signed checkpoint: the stored ones, which may be ahead of the public one, and that.
 * @throws {RecoverError} CHECKPOINTS_MISSING, CHECKPOINT_UNREADABLE
 */
export async function readSignedSizes(input: SignedSizesInput): Promise<SignedSizes> {
  const { storage, checkpoints, withoutCheckpoints } = input;
  const shownNote = await storage.read('checkpoint');
  const shown = shownNote && (await open(input, shownNote, 'the public checkpoint, log/checkpoint'));
  const opened: OpenedCheckpoint[] = shown ? [shown] : [];
  const stored = await checkpoints.all();
  for (const { size, note } of stored) opened.push(await open(input, note, `the stored checkpoint of size ${size}`));
  const isStoreLost = opened.length === (shown ? 1 : 0);
  if (isStoreLost && !withoutCheckpoints)
    throw new RecoverError(
      'CHECKPOINTS_MISSING',
      `the folder checkpoints is missing or empty${shown ? `, and the public checkpoint is of size ${shown.size}` : ''}: nobody can tell how much was signed. Put it back from where it was kept. Only where it is lost for good, --without-checkpoints goes by the public checkpoint and the files behind it.`,
    );
  opened.sort((one, other) => one.size - other.size);
  const highest = opened.at(-1);
  if (!highest)
    throw new RecoverError(
      'CHECKPOINTS_MISSING',
      'there is no signed checkpoint at all: nothing says what this log was.',
    );
  return {
    roots: new Map(opened.map(({ size, root }) => [size, root])),
    highest,
    publishedSize: shown ? shown.size : 0,
    isShownUnstored: shown !== null && shown.size > (stored.at(-1)?.size ?? -1),
    isStoreLost,
  };
}

async function open({ vkeys, verifier }: SignedSizesInput, note: Uint8Array, what: string): Promise<OpenedCheckpoint> {
  try {
    return await openCheckpoint({
      note,
      vkey: vkeys,
      verify: async ({ publicKey, message, signature }) =>
        (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, publicKey, message, signature }]))[0]!,
    });
  } catch (cause) {
    throw new RecoverError(
      'CHECKPOINT_UNREADABLE',
      `${what} cannot be opened with any key of this log (${(cause as Error).message}). Put it back from a backup; only a damaged one that others outgrow may be moved away.`,
      { cause },
    );
  }
}
