import {
  type Checkpoint,
  parseCheckpointBody,
  TlogError,
  type VerifyEd25519,
  verifyNote,
  type Vkey,
} from '#libs/core/tlog';
import { WitnessError } from './error.js';

/** The newest checkpoint of a log that the witness has cosigned. */
export interface WitnessedCheckpoint extends Checkpoint {
  /** POSIX seconds of the cosignature. */
  readonly timeSeconds: number;
}

/**
 * Reads what the store kept. The witness's own cosignature covers the text, so nothing that was changed, cut or brought from another
 * witness passes; the log's signature is not looked at, for its key may have been retired since.
 *
 * @throws {WitnessError} STORE_BROKEN
 */
export async function readWitnessed(input: {
  readonly origin: string;
  readonly note: Uint8Array;
  readonly vkey: Vkey;
  readonly verify: VerifyEd25519;
}): Promise<WitnessedCheckpoint> {
  const { origin, note, vkey, verify } = input;
  try {
    const { text, verified } = await verifyNote({ note, vkeys: [vkey], verify });
    const { size, root, origin: stored } = parseCheckpointBody(text);
    if (stored !== origin) throw broken(origin, `it is a checkpoint of ${stored}`);
    return { origin, size, root, timeSeconds: Math.max(...verified.map(({ timeSeconds }) => timeSeconds ?? 0)) };
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    const why =
      error.code === 'NOTE_UNSIGNED'
        ? `it carries no cosignature of ${vkey.name} with the key of this witness`
        : error.message;
    throw broken(origin, why, error);
  }
}

const broken = (origin: string, why: string, cause?: unknown) =>
  new WitnessError(
    'STORE_BROKEN',
    `the stored checkpoint of ${origin} cannot be used: ${why}. The witness does not begin afresh, for it would sign what contradicts ` +
      'what it signed before. Put the newest file back, or begin a new witness with a new key and name.',
    { cause },
  );
