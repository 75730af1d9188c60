import { keyText } from '#libs/core/entries';
import type { Verdict } from '#libs/core/verdict';
import { Action } from '#libs/core/wire';
import { Cast } from '../arena/cast.js';
import type { Field } from '../arena/field.js';
import { type Aftermath, type Alarm, type Attack, HARMLESS, rejectedAs } from '../attack.js';

const MINUTE_MS = 60_000;
const SCANS_A_DEVICE_AND_DAY = 200;

const ago = (minutes: number): number => Date.now() - minutes * MINUTE_MS;
const step = (bizStep: string, claims: Readonly<Record<string, string>> = {}) => ({ bizStep, ...claims });

type Party = 'maker' | 'carrier' | 'shop' | 'stranger' | 'friend';
const PARTIES = ['maker', 'carrier', 'shop', 'stranger', 'friend'] as const;

/** A story with an attack on it. @returns what is wrong afterwards */
const storyAttack = (
  name: string,
  who: string,
  run: (cast: Cast<Party>, field: Field) => Promise<readonly string[]>,
  alarm: Alarm = HARMLESS,
): Attack => ({
  name: `story-${name}`,
  who,
  run: async (field): Promise<Aftermath> => {
    const cast = await Cast.enrol(field, ...PARTIES);
    const violations = await run(cast, field);
    return { alarm, mayBeLogged: cast.logged, mayBeNoticed: ['codes', 'boot'], violations };
  },
});

const OUTSIDER = 'Any party with an enrolled scanner, for whatever thing it likes.';
const HOLDER = 'A party that had custody, for what it handed over.';

/** What has to be so of a verdict. */
interface Expected {
  readonly holder: Party;
  /** Findings, beside those that say that somebody else saw the thing. */
  readonly codes?: readonly string[];
}
const SEEN_BY_OTHERS: ReadonlySet<string> = new Set([
  'SEEN_ELSEWHERE',
  'CODE_SEEN_TWICE',
  'HOLDER_UNCONFIRMED',
  'LATE_NO_EFFECT',
  'PACKING_NOT_CONFIRMED',
  'CUT',
]);

function wrongIn(cast: Cast<Party>, verdict: Verdict, { holder, codes = [] }: Expected): string[] {
  const found = new Set(verdict.findings.map(({ code }) => code).filter((code) => !SEEN_BY_OTHERS.has(code)));
  const wrong: string[] = [];
  if (verdict.state !== 'intact') wrong.push(`the record is ${verdict.state}`);
  const custodian = PARTIES.find((party) => verdict.custodian?.key === keyText(cast.party(party)));
  if (custodian !== holder) wrong.push(`${custodian ?? 'nobody'} has custody, not ${holder}`);
  if (verdict.demo || verdict.simulated) wrong.push('it is shown as demo data');
  for (const { code, text } of verdict.findings)
    if (found.has(code) && !codes.includes(code)) wrong.push(`${code} is said of it: ${text}`);
  for (const code of codes) if (!found.has(code as never)) wrong.push(`${code} is not said any more`);
  return wrong;
}

/** Made, shipped and received, an hour ago. */
const handedOver = async (cast: Cast<Party>, item: string): Promise<void> => {
  await cast.plays(
    ['maker', { uris: [item], action: Action.ADD, claims: step('commissioning'), eventTimeMs: ago(90) }],
    ['maker', { uris: [item], to: cast.party('carrier'), claims: step('shipping'), eventTimeMs: ago(80) }],
    ['carrier', { uris: [item], claims: step('receiving'), eventTimeMs: ago(70) }],
  );
};

const marks = storyAttack('marks-of-an-outsider', OUTSIDER, async (cast) => {
  const item = cast.thing();
  await handedOver(cast, item);
  const claims = { demo: 'true', simulated: 'true', temperatureVerdict: 'above', note: 'RECALLED BY THE MAKER' };
  await cast.plays(
    ['stranger', { uris: [item], claims: step('inspecting', { ...claims, disposition: 'recalled' }) }],
    ['stranger', { uris: [item], claims: step('inspecting', { disposition: 'stolen' }) }],
    ['stranger', { uris: [item], claims: step('destroying', { disposition: 'destroyed' }) }],
    ['carrier', { uris: [item], claims: step('storing') }],
  );
  return wrongIn(cast, await cast.verdict(item), { holder: 'carrier' });
});

/** It may be a thief who has it: what he says against it is told, under his name, and nothing else of it. */
const grabbed = storyAttack('marks-of-one-who-acts-as-holder', OUTSIDER, async (cast) => {
  const item = cast.thing();
  await handedOver(cast, item);
  await cast.plays(
    ['stranger', { uris: [item], claims: step('receiving') }],
    ['stranger', { uris: [item], claims: step('storing', { temperatureVerdict: 'above', demo: 'true' }) }],
    ['stranger', { uris: [item], claims: step('retail_selling', { disposition: 'retail_sold' }) }],
    ['carrier', { uris: [item], claims: step('storing') }],
  );
  const verdict = await cast.verdict(item);
  const excursions = verdict.findings.filter(({ code }) => code === 'EXCURSION');
  return [
    ...wrongIn(cast, verdict, { holder: 'carrier', codes: ['EXCURSION'] }),
    ...excursions
      .filter(({ text }) => !text.includes('which no holder had named'))
      .map(({ text }) => `said as of a holder: ${text}`),
  ];
});

const scansOfStrangers = storyAttack(
  '2600-scans-of-strangers',
  'A party with thirteen scanners, or thirteen parties with one each.',
  async (cast, field) => {
    const item = cast.thing();
    await handedOver(cast, item);
    const crowd = await Promise.all(Array.from({ length: 13 }, () => field.accomplice()));
    const record = crowd.map((device) => Array.from({ length: SCANS_A_DEVICE_AND_DAY }, () => device));
    await cast.crowds(record.flat(), { uris: [item], claims: step('inspecting') });
    await cast.plays(['carrier', { uris: [item], claims: step('storing') }]);
    const verdict = await cast.verdict(item);
    const holders = [cast.party('maker'), cast.party('carrier')].map(keyText);
    const honest = verdict.steps.filter(({ party }) => party && holders.includes(party.key));
    return [
      ...wrongIn(cast, verdict, { holder: 'carrier' }),
      ...(honest.length === 4 ? [] : [`${honest.length} of the four steps of its holders are told`]),
    ];
  },
);

const guessed = storyAttack(
  'serial-guessed-before-its-maker',
  'Whoever can guess what comes next off the line.',
  async (cast) => {
    const item = cast.thing();
    const refused = await cast.own('maker');
    if (refused) return [refused.message];
    await cast.plays(
      ['stranger', { uris: [item], action: Action.ADD, claims: step('commissioning'), eventTimeMs: ago(200) }],
      ['stranger', { uris: [item], to: cast.party('friend'), claims: step('shipping'), eventTimeMs: ago(190) }],
      ['friend', { uris: [item], claims: step('receiving'), eventTimeMs: ago(180) }],
    );
    await handedOver(cast, item);
    const second = await cast.own('stranger');
    return [
      ...wrongIn(cast, await cast.verdict(item), { holder: 'carrier' }),
      ...(second ? [] : ['the same codes have a second owner']),
    ];
  },
  rejectedAs('EVENT_CODES_OWNED'),
);

const backdatedHandOver = storyAttack('hand-over-backdated', HOLDER, async (cast) => {
  const item = cast.thing();
  await handedOver(cast, item);
  await cast.plays(
    ['carrier', { uris: [item], to: cast.party('shop'), claims: step('shipping'), eventTimeMs: ago(60) }],
    ['shop', { uris: [item], claims: step('receiving'), eventTimeMs: ago(50) }],
  );
  await cast.plays(
    ['carrier', { uris: [item], to: cast.party('friend'), claims: step('shipping'), eventTimeMs: ago(65) }],
    ['friend', { uris: [item], claims: step('receiving'), eventTimeMs: ago(64) }],
    ['maker', { uris: [item], to: cast.party('stranger'), claims: step('shipping'), eventTimeMs: ago(85) }],
    ['stranger', { uris: [item], claims: step('receiving'), eventTimeMs: ago(84) }],
  );
  return wrongIn(cast, await cast.verdict(item), { holder: 'shop' });
});

const backdatedUnpacking = storyAttack('unpacking-backdated', HOLDER, async (cast) => {
  const [item, pallet] = [cast.thing(), cast.pallet()];
  await cast.plays(
    ['maker', { uris: [item], action: Action.ADD, claims: step('commissioning'), eventTimeMs: ago(200) }],
    ['maker', { parent: pallet, children: [item], claims: step('packing'), eventTimeMs: ago(190) }],
    ['maker', { uris: [pallet], to: cast.party('carrier'), claims: step('shipping'), eventTimeMs: ago(180) }],
    ['carrier', { uris: [pallet], claims: step('receiving'), eventTimeMs: ago(170) }],
    ['carrier', { uris: [pallet], claims: step('storing', { temperatureVerdict: 'above' }), eventTimeMs: ago(100) }],
  );
  const before = wrongIn(cast, await cast.verdict(item), { holder: 'carrier', codes: ['EXCURSION'] });
  const out = { parent: pallet, children: [item], action: Action.DELETE, claims: step('unpacking') };
  await cast.plays(['maker', { ...out, eventTimeMs: ago(185) }], ['stranger', { ...out, eventTimeMs: ago(165) }]);
  return [...before, ...wrongIn(cast, await cast.verdict(item), { holder: 'carrier', codes: ['EXCURSION'] })];
});

const receivedFirst = storyAttack(
  'receipt-before-its-shipment',
  'Nobody: the receiver is online, and the shipper uploads at night.',
  async (cast) => {
    const item = cast.thing();
    await cast.plays(
      ['maker', { uris: [item], action: Action.ADD, claims: step('commissioning'), eventTimeMs: ago(90) }],
      ['carrier', { uris: [item], claims: step('receiving'), eventTimeMs: ago(70) }],
    );
    await cast.plays([
      'maker',
      { uris: [item], to: cast.party('carrier'), claims: step('shipping'), eventTimeMs: ago(80) },
    ]);
    return wrongIn(cast, await cast.verdict(item), { holder: 'carrier' });
  },
);

export const stories: readonly Attack[] = [
  marks,
  grabbed,
  scansOfStrangers,
  guessed,
  backdatedHandOver,
  backdatedUnpacking,
  receivedFirst,
];
