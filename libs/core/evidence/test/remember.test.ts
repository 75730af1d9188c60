import { assembleEvidence } from '../assemble.js';
import { gatherTrail, type GatheredTrail } from '../gather.js';
import { readEntry } from '../../entries/read-entry.js';
import { objectKey, type Tier } from '../../wire/index.js';
import { MemoryTrailReader } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM } from '../../../../test/kit/core/fleet.js';

const { log } = Fleet.withGoodTrail();
const gathered = (): Promise<GatheredTrail> =>
  gatherTrail({ object: objectKey(ITEM), origin: log.origin, size: log.size, reader: new MemoryTrailReader(log) });
const textFor = (tier: Tier, trail: GatheredTrail): string =>
  assembleEvidence({
    gathered: trail,
    object: ITEM,
    tier,
    checkpoint: log.checkpoint(),
    size: log.size,
    hashAt: log.hashAt,
  });
/** Entries that nobody has asked for yet. */
const fresh = ({ entries, ...rest }: GatheredTrail): GatheredTrail => ({
  ...rest,
  entries: entries.map((entry) => ({
    ...entry,
    disclosures: entry.disclosures.map((disclosure) => disclosure && disclosure.slice()),
  })),
});

describe('entries that are kept and asked for again', () => {
  it('give each tier what it would get of entries that nobody has asked for before', async () => {
    const kept = await gathered();
    const tiers: readonly Tier[] = ['customs', 'public', 'customs', 'public'];
    const texts = tiers.map((tier) => textFor(tier, kept));
    expect(texts).toEqual(tiers.map((tier) => textFor(tier, fresh(kept))));
    expect(texts[0]).not.toBe(texts[1]);
  });

  it('are read once where they are key events', async () => {
    for (const entry of (await gathered()).entries) {
      const read = readEntry(entry);
      expect([read.kind, readEntry(entry) === read]).toEqual([read.kind, read.kind !== 'scan']);
    }
  });
});
