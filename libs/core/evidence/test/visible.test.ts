import { assembleEvidence } from '../assemble.js';
import { gatherTrail, type GatheredTrail } from '../gather.js';
import { visibleEntries } from '../visible.js';
import type { Tier } from '../../wire/index.js';
import { MemoryTrailReader } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM } from '../../../../test/kit/core/fleet.js';

const PALLET = 'https://id.gs1.org/00/095200010000000010';

const { log, maker } = Fleet.withGoodTrail();
maker.scan({ parent: PALLET, children: [ITEM], claims: { operatorBadge: 'B-18', note: ['one', 'two'] } });
const gathered = (): Promise<GatheredTrail> =>
  gatherTrail({ object: ITEM, origin: log.origin, size: log.size, reader: new MemoryTrailReader(log) });
function textFor(tier: Tier, trail: GatheredTrail): string {
  const bundle = { gathered: trail, object: ITEM, tier, checkpoint: log.checkpoint() };
  return new TextDecoder().decode(assembleEvidence({ ...bundle, size: log.size, hashAt: log.hashAt }));
}

/** Every text and number within a value, and every run of its bytes as text. */
function contentsOf(value: unknown): string[] {
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('latin1')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(contentsOf) : [String(value)];
}

it('leaves nothing in an entry as it was read that the public may not see', async () => {
  const { entries } = await gathered();
  const contents = (tier: Tier): string => contentsOf(visibleEntries(entries, { tier, object: ITEM })).join('\n');
  const hidden = ['B-17', 'B-18', 'one', 'two', 'operatorBadge', 'note', 'Maker', 'Carrier-1', PALLET];
  expect(hidden.filter((value) => !contents('customs').includes(value))).toEqual([]);
  expect(hidden.filter((value) => contents('public').includes(value))).toEqual([]);
  const shown = [ITEM, 'commissioning', 'within', 'handheld'];
  expect(shown.filter((value) => !contents('public').includes(value))).toEqual([]);
});

it('leaves what was gathered as it is, so that one tier gets nothing of what another asked for before', async () => {
  const kept = await gathered();
  const tiers: readonly Tier[] = ['customs', 'public', 'customs', 'public'];
  const texts = tiers.map((tier) => textFor(tier, kept));
  const alone = await Promise.all(tiers.map(async (tier) => textFor(tier, await gathered())));
  expect(texts).toEqual(alone);
  expect(texts[0]).not.toBe(texts[1]);
});
