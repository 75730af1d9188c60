import { randomBytes } from 'node:crypto';
import {
  codesKey,
  CodesRole,
  decodeLogEntry,
  EventKind,
  encodeSignedEvent,
  objectKey,
  type SignedScan,
  signEvent,
  type SubmittedEvent,
} from '#libs/core/wire';
import { LedgerReader } from '#libs/log/ledger';
import { type Aftermath, type Alarm, type Attack, HARMLESS, rejectedAs } from '../attack.js';
import type { Field } from '../arena/field.js';
import { anObject } from '../forging/crooked-scan.js';
import { forgedScan, hashOf, refusedStatement, verified } from '../forging/forged.js';
import { impostor } from '../forging/events.js';
import { OPERATOR_PARTITION } from '#libs/transport/stream';
import { STREAM_WRITER } from '../forging/inject.js';
import type { TestDevice } from '../../kit/ledger/device.js';

const OWN_DEVICE = 'Whoever has the key of one enrolled device: a carrier, or whoever stole a scanner.';
const SCANS_PER_RECORD = 250;
/** So many entries a minute and device may tell of refusals. */
const REFUSALS_MAX = 2;

async function trailOf({ live }: Field, key: Uint8Array): Promise<number> {
  const reader = LedgerReader.open({ databaseUrl: live.node.databaseUrl, name: 'cairn-attacks', connectionsMax: 1 });
  try {
    return await reader.trailLength(key);
  } finally {
    await reader.close();
  }
}

async function injectAll(field: Field, scans: readonly SignedScan[]): Promise<void> {
  const { attacker, partition } = field;
  for (let at = 0; at < scans.length; at += SCANS_PER_RECORD)
    await attacker.inject(
      partition,
      attacker.seal({ scans: scans.slice(at, at + SCANS_PER_RECORD).map((scan) => verified(scan)) }),
    );
  await field.taken();
}

/** What the attack made of a trail, against what one device may make of it. */
const grown = (what: string, size: number, max: number): Pick<Aftermath, 'violations'> => ({
  violations: size > max ? [`${what} has ${size} entries, and may have ${max}`] : [],
});

const quotaAttack = (name: string, run: (field: Field) => Promise<Aftermath>, who = OWN_DEVICE): Attack => ({
  name,
  who,
  run,
});

const scansOfOneItem = quotaAttack('2500-scans-of-one-item', async (field) => {
  const device = await field.accomplice();
  const item = anObject();
  const scans = Array.from({ length: 2_500 }, () => device.scan({ uris: [item], eventTimeMs: Date.now() }));
  await injectAll(field, scans);
  const alarm = rejectedAs('OVERLOADED');
  return { alarm, mayBeLogged: scans.map(hashOf), ...grown('the item', await trailOf(field, objectKey(item)), 200) };
});

const bootOf = (device: TestDevice): SubmittedEvent => {
  const boot = new Uint8Array(randomBytes(16));
  const body = { device: device.key, boot, last: device.last, timeMs: Date.now() };
  const signedEvent = encodeSignedEvent(signEvent(EventKind.BOOT, body, device.signer));
  device.reset(boot);
  return { signedEvent, disclosures: [] };
};

const bootsWithoutEnd = quotaAttack('300-boots-of-one-device', async (field) => {
  const device = await field.accomplice();
  for (let n = 0; n < 10; n++) {
    const events = Array.from({ length: 30 }, () => bootOf(device));
    await field.attacker.inject(field.partition, field.attacker.seal({ events }));
  }
  await field.taken();
  const size = await trailOf(field, device.key);
  const alarm = rejectedAs('EVENT_TOO_MANY');
  return { alarm, mayBeNoticed: ['boot'], ...grown('the key trail of the device', size, 1 + 200) };
});

const contradictionsWithoutEnd = quotaAttack('500-contradictions-of-one-device', async (field) => {
  const device = await field.accomplice();
  const scans = Array.from({ length: 500 }, () => device.scan({ uris: [anObject()], eventTimeMs: Date.now() }));
  const others = scans.map(({ counter, previous }) =>
    device.scan({ counter, previous, uris: [anObject()], eventTimeMs: Date.now() }),
  );
  await injectAll(field, scans);
  await injectAll(field, others);
  const size = await trailOf(field, device.key);
  return {
    alarm: rejectedAs('COUNTER_REUSED'),
    mayBeLogged: scans.map(hashOf),
    mayBeNoticed: ['equivocation'],
    ...grown('the key trail of the device', size, 1 + 1),
  };
});

const refusalsWithoutEnd = quotaAttack('2100-refused-scans-of-1998', async (field) => {
  const device = await field.accomplice();
  const eventTimeMs = Date.UTC(1998, 0, 1);
  const refused = Array.from({ length: 2_100 }, () =>
    refusedStatement(device.scan({ uris: [field.object], eventTimeMs }), {
      reason: 'TIME_TOO_EARLY',
      text: 'The event time is before the year 2000: the clock was not set.',
    }),
  );
  const { attacker, partition, live } = field;
  const before = await sizeOf(live.node.databaseUrl);
  for (let at = 0; at < refused.length; at += SCANS_PER_RECORD)
    await attacker.inject(partition, attacker.seal({ rejected: refused.slice(at, at + SCANS_PER_RECORD) }));
  await field.taken();
  const entries = (await refusalsSince(live.node.databaseUrl, before)).length;
  return {
    alarm: rejectedAs('TIME_TOO_EARLY'),
    mayBeNoticed: ['refused'],
    violations: [
      ...grown('the key trail of the device', await trailOf(field, device.key), 1).violations!,
      ...(entries > REFUSALS_MAX ? [`${entries} entries tell of what was refused, and ${REFUSALS_MAX} may`] : []),
    ],
  };
});

function isRefusal(bytes: Uint8Array): boolean {
  const entry = decodeLogEntry(bytes);
  return entry.kind === 'event' && entry.event.kind === EventKind.REFUSED;
}

async function sizeOf(databaseUrl: string): Promise<number> {
  const reader = LedgerReader.open({ databaseUrl, name: 'cairn-attacks', connectionsMax: 1 });
  try {
    return (await reader.head())!.size;
  } finally {
    await reader.close();
  }
}

async function refusalsSince(databaseUrl: string, from: number): Promise<number[]> {
  const reader = LedgerReader.open({ databaseUrl, name: 'cairn-attacks', connectionsMax: 1 });
  try {
    const entries = await reader.entries({ from, to: Number.MAX_SAFE_INTEGER });
    return entries.flatMap(({ entry, logIndex }) => (isRefusal(entry) ? [logIndex] : []));
  } finally {
    await reader.close();
  }
}

/** What somebody else does in the name of the honest device uses up nothing of what it may do: it scans on, and gets its receipts. */
const rateOfAnother = quotaAttack(
  'rate-of-another',
  async (field) => {
    const place = field.nextPlace();
    const forged = Array.from({ length: 400 }, (_, n) =>
      forgedScan({ ...place, counter: place.counter + n }, field.object),
    );
    await injectAll(field, forged);
    return { alarm: { kind: 'rejects', reasons: ['SIGNATURE_INVALID'] } satisfies Alarm };
  },
  `${STREAM_WRITER}.`,
);

/** Thousands of bad scans of one device at once: the answers of others are not among those that nobody signs. */
const answersOfOthers = quotaAttack('flood-of-refused-scans', async (field) => {
  const device = await field.accomplice();
  const item = anObject();
  const scans = Array.from({ length: 1_500 }, () => device.scan({ uris: [item], eventTimeMs: Date.now() }));
  await injectAll(field, scans);
  const counter = await field.victim.store();
  await field.victim.receipted(30_000);
  const isAnswered = field.victim.scans.get(counter)?.logIndex !== undefined;
  return {
    alarm: HARMLESS,
    mayBeLogged: scans.map(hashOf),
    violations: isAnswered ? [] : ['the honest device waits for its receipt behind the answers to others'],
  };
});

/** An owner of codes, in the name of an operator whose key the attacker has not, and by a device of his own. */
const codesOfAnother = quotaAttack(
  'codes-of-another',
  async (field) => {
    const device = await field.accomplice();
    const body = { party: device.party, digits: '9520000', role: CodesRole.OWNER, timeMs: Date.now() };
    const events = [impostor(field.operatorKeyId()), device.signer].map((signer) => ({
      signedEvent: encodeSignedEvent(signEvent(EventKind.CODES, body, signer)),
      disclosures: [],
    }));
    for (const partition of [OPERATOR_PARTITION, field.partition])
      await field.attacker.inject(partition, field.attacker.seal({ events }));
    await field.takenIn(OPERATOR_PARTITION);
    await field.taken();
    const size = await trailOf(field, codesKey(body.digits));
    const alarm = rejectedAs('EVENT_SIGNATURE_INVALID');
    return { alarm, ...grown('the trail of these codes', size, 0) };
  },
  `${STREAM_WRITER}, and the key of an enrolled device.`,
);

export const quotas: readonly Attack[] = [
  codesOfAnother,
  scansOfOneItem,
  bootsWithoutEnd,
  contradictionsWithoutEnd,
  refusalsWithoutEnd,
  rateOfAnother,
  answersOfOthers,
];
