import { assembleEvidence } from '../../evidence/assemble.js';
import { gatherTrail } from '../../evidence/gather.js';
import type { TrailEntry } from '../../evidence/entry-parts.js';
import { TrailReader, type TrailRequest } from '../../evidence/trail-reader.js';
import { objectKey, type Tier } from '../../wire/index.js';
import { ITEM } from './fleet.js';
import type { MemoryLog } from './memory-log.js';

/** Reads trails of a log in memory and counts how often it was asked. */
export class MemoryTrailReader extends TrailReader {
  roundTrips = 0;
  constructor(private readonly log: MemoryLog) {
    super();
  }

  async readTrails(requests: readonly TrailRequest[]): Promise<TrailEntry[][]> {
    this.roundTrips++;
    return requests.map(({ key, from, before, limit }) =>
      this.log
        .trail(key)
        .filter(({ logIndex }) => from <= logIndex && logIndex < before)
        .slice(0, limit),
    );
  }
}

export interface EvidenceOptions {
  readonly object?: string;
  readonly tier?: Tier;
}

/** Evidence of an object under the newest checkpoint of a log: made exactly as the API makes it. */
export async function evidenceOf(
  log: MemoryLog,
  { object = ITEM, tier = 'customs' }: EvidenceOptions = {},
): Promise<string> {
  const { size, origin } = log;
  const gathered = await gatherTrail({ object: objectKey(object), origin, size, reader: new MemoryTrailReader(log) });
  return assembleEvidence({ gathered, object, tier, checkpoint: log.checkpoint(), size, hashAt: log.hashAt });
}
