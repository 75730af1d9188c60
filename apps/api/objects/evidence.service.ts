import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import {
  assembleEvidence,
  evidenceNodes,
  gatherOwnEntries,
  gatherTrail,
  type GatheredTrail,
  type OwnEntries,
} from '#libs/core/evidence';
import { objectKey, type Tier } from '#libs/core/wire';
import { PublishedLog, type PublishedCheckpoint } from '../log/published-log.js';
import { LedgerTrails } from './ledger-trails.js';

/** What was gathered of an object under one checkpoint. */
export interface ObjectAtCheckpoint {
  readonly object: string;
  readonly checkpoint: PublishedCheckpoint;
  /** That of the checkpoint, or an earlier one that was asked for. */
  readonly size: number;
  readonly gathered: GatheredTrail;
}

// Trail and evidence of an object are asked for one after the other, by some askers at a time. Keeping more serves nobody: it only makes
// the heap old, and what is old is collected in longer pauses. With 32, a read of 20 scans that found nothing here took a sixth longer.
const OBJECTS_KEPT_MAX = 8;
// An entry as it was read takes about 5 kB and, as measured, 600 bytes more for each object that it names: weighed in 500 bytes, this
// is 30 MB. What is heavier, such as thousands of scans of full pallets, is gathered again for each question.
const WEIGHT_KEPT_MAX = 60_000;
const ENTRY_WEIGHT = 10;

/** Gathers what the log holds of an object at the published checkpoint, and makes evidence of it. */
@Injectable()
export class EvidenceService {
  private gatheredAt = 0;
  private readonly gathered = new LRUCache<string, GatheredTrail>({
    max: OBJECTS_KEPT_MAX,
    maxSize: WEIGHT_KEPT_MAX,
    sizeCalculation: ({ entries }) => entries.reduce((sum, { objects }) => sum + ENTRY_WEIGHT + objects.length, 1),
  });

  constructor(
    @Inject(LedgerTrails) private readonly trails: LedgerTrails,
    @Inject(PublishedLog) private readonly log: PublishedLog,
  ) {}

  /**
   * @param atSize an earlier size of the log, for a page that goes on where another one ended; null: the published one
   * @throws {EvidenceError} OBJECT_UNKNOWN
   */
  async gather(object: string, atSize: number | null = null): Promise<ObjectAtCheckpoint> {
    const checkpoint = await this.log.checkpoint();
    const { origin } = checkpoint;
    this.forgetBelow(checkpoint.size);
    const size = Math.min(atSize ?? Infinity, checkpoint.size);
    // Nothing that was logged below a size ever changes, so neither does what was gathered there.
    const name = `${size}/${object}`;
    let gathered = this.gathered.get(name);
    if (!gathered) {
      gathered = await gatherTrail({ object, origin, size, reader: this.trails });
      this.gathered.set(name, gathered);
    }
    return { object, checkpoint, size, gathered };
  }

  /** What was gathered below the newest size is never asked for again, and would only grow old. */
  private forgetBelow(size: number): void {
    if (size === this.gatheredAt) return;
    this.gatheredAt = size;
    this.gathered.clear();
  }

  /** A page of the entries that name an object, for where there are more than evidence holds. */
  async ownEntries(
    object: string,
    page: { readonly origin: string; readonly size: number; readonly from: number; readonly limit: number },
  ): Promise<OwnEntries> {
    return gatherOwnEntries({ ...page, object: objectKey(object), reader: this.trails });
  }

  /** The text of the evidence bundle (docs/formats/evidence.md), in UTF-8. @throws {EvidenceError} OBJECT_UNKNOWN */
  async evidence(object: string, tier: Tier): Promise<Uint8Array> {
    const { checkpoint, gathered } = await this.gather(object);
    const { note, size } = checkpoint;
    const hashAt = await this.log.nodeHashes(evidenceNodes(gathered, size), checkpoint);
    return assembleEvidence({ object, tier, gathered, checkpoint: note, size, hashAt });
  }
}
