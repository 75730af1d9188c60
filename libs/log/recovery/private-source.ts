import { BlobError, type PrivateParts, privateFilePath } from '#libs/log/storage';
import { decodePrivatePart, encodePrivatePart, type PrivatePart } from '#libs/core/wire';
import { asBuffer } from '#libs/log/ledger';
import { type Commitments, wrongValues } from '#libs/log/audit';
import type { LostValues } from './lost-values.js';
import type { EntryBundle } from './public-log.js';

const NOTHING = new Uint8Array();

/**
 * Private parts as the files have them, each value held against the commitment of its entry. What does not fit is left out, as if it
 * were erased, and told.
 */
export class PrivateSource {
  /** Bundles whose file does not say what is recovered: damaged, missing, or with values that were left out. */
  readonly toMend = new Set<number>();

  constructor(
    private readonly privateParts: PrivateParts,
    private readonly lost: LostValues,
  ) {}

  /** Of the entries of a bundle, by log index; what is absent was not in the file. */
  async read({ index, firstIndex, leaves }: EntryBundle): Promise<ReadonlyMap<number, Uint8Array | null>> {
    try {
      const records = await this.privateParts.read(index);
      if (!records)
        throw new BlobError('PRIVATE_MISSING', `the file of private parts ${privateFilePath(index)} is missing`);
      // Not more than there are entries: a file may be ahead of what is signed.
      const mine = records.filter(({ logIndex, leaf }) => leaves[logIndex - firstIndex]?.equals(leaf));
      return new Map(mine.map(({ logIndex, part }) => [logIndex, part]));
    } catch (error) {
      if (!(error instanceof BlobError)) throw error;
      this.toMend.add(index);
      this.lost.file(error.message);
      return error.code === 'PRIVATE_UNREADABLE' ? this.privateParts.salvage(index, leaves) : new Map<number, null>();
    }
  }

  /** @returns the PrivatePart to keep of an entry, null where it has neither URIs nor disclosures. */
  open(
    logIndex: number,
    bundle: number,
    commitments: Commitments,
    bytes: Uint8Array | null | undefined,
  ): Buffer | null {
    const { objects, claims } = commitments;
    const values = objects.length + claims.length;
    const part = bytes ? decoded(bytes) : null;
    const wrong = part && wrongValues(commitments, part);
    if (part && wrong?.length === 0) return asBuffer(bytes!);
    if (values === 0 && !bytes) return null;
    this.toMend.add(bundle);
    if (values === 0) return null;
    if (!part || !wrong) {
      const what = bytes ? 'cannot be read' : 'is not there';
      this.lost.lost(
        logIndex,
        `its private part ${what}: ${objects.length} URIs, ${claims.length} disclosures`,
        values,
      );
      return asBuffer(encodePrivatePart({ uris: objects.map(() => ''), disclosures: claims.map(() => NOTHING) }));
    }
    const left = { uris: [...part.uris], disclosures: [...part.disclosures] };
    for (const { kind, place } of wrong) {
      if (kind === 'uri') left.uris[place] = '';
      else left.disclosures[place] = NOTHING;
      const what =
        kind === 'uri' ? `URI ${place} is not that of its object` : `disclosure ${place} does not open its commitment`;
      this.lost.lost(logIndex, what, 1);
    }
    return asBuffer(encodePrivatePart(left));
  }
}

function decoded(bytes: Uint8Array): PrivatePart | null {
  try {
    return decodePrivatePart(bytes);
  } catch {
    return null; // told by the caller, with the values that are lost
  }
}
