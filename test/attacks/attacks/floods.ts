import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { readSigns, writtenSince } from '../arena/anchor-signs.js';
import { type Alarm, type Attack, BAD_SIGNATURE, SET_ASIDE } from '../attack.js';
import type { Field } from '../arena/field.js';
import { forgedScan, verified } from '../forging/forged.js';
import { STREAM_WRITER } from '../forging/inject.js';

const BAD_ONES = 10_000;
const SCANS_PER_RECORD = 250;
const RECORDS_AT_ONCE = 500;

/** What is still bounded: ten thousand are told in far fewer lines, kept in fewer rows, and held in no memory. */
const LINES_MAX = 1_000;
const ROWS_MAX = 5_000;
const MEMORY_BYTES_MAX = 256 * 1024 * 1024;

const floodAttack = (name: string, who: string, alarm: Alarm, valuesOf: (field: Field) => Uint8Array[]): Attack => ({
  name,
  who,
  run: async (field) => {
    const before = await readSigns(field.live);
    const rowsBefore = await rejectRows(field);
    const values = valuesOf(field);
    for (let at = 0; at < values.length; at += RECORDS_AT_ONCE)
      await field.attacker.inject(field.partition, ...values.slice(at, at + RECORDS_AT_ONCE));
    await field.taken();
    const lines = writtenSince(field.live, before).length;
    const rows = (await rejectRows(field)) - rowsBefore;
    const grown = (await readSigns(field.live)).memoryBytes - before.memoryBytes;
    const violations = [
      ...(lines > LINES_MAX ? [`the anchor wrote ${lines} lines`] : []),
      ...(rows > ROWS_MAX ? [`the table of rejects grew by ${rows} rows`] : []),
      ...(grown > MEMORY_BYTES_MAX ? [`the anchor grew by ${Math.round(grown / 1_048_576)} MiB`] : []),
    ];
    return { alarm, violations };
  },
});

async function rejectRows({ live }: Field): Promise<number> {
  const client = new pg.Client({ connectionString: live.node.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::integer AS count FROM reject');
    return rows[0]!.count;
  } finally {
    await client.end();
  }
}

export const floods: readonly Attack[] = [
  floodAttack('flood-of-bad-records', 'Whoever may write to the stream and has no key.', SET_ASIDE, () =>
    Array.from({ length: BAD_ONES }, () => new Uint8Array(randomBytes(300))),
  ),
  floodAttack('flood-of-forged-scans', `${STREAM_WRITER}.`, BAD_SIGNATURE, ({ nextPlace, object, attacker }) => {
    const place = nextPlace();
    return Array.from({ length: BAD_ONES / SCANS_PER_RECORD }, (_, record) =>
      attacker.seal({
        scans: Array.from({ length: SCANS_PER_RECORD }, (__, n) =>
          verified(forgedScan({ ...place, counter: place.counter + record * SCANS_PER_RECORD + n }, object)),
        ),
      }),
    );
  }),
];
