import { randomBytes } from 'node:crypto';
import { RECORD_BYTES_MAX, sealRecord } from '#libs/transport/stream';
import { type Alarm, type Attack, HARMLESS, SET_ASIDE } from '../attack.js';
import type { Field } from '../arena/field.js';
import { forgedScan, verified } from '../forging/forged.js';
import { encodeStreamBatch } from '#libs/core/wire';
import { STREAM_WRITER } from '../forging/inject.js';

const SEAL_BYTES = 64;
const KEYLESS = 'Whoever may write to the stream and has no key.';
const junk = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

const junkAttack = (
  name: string,
  who: string,
  valueOf: (field: Field) => Uint8Array,
  alarm: Alarm = SET_ASIDE,
): Attack => ({
  name,
  who,
  run: async (field) => {
    await field.attacker.inject(field.partition, valueOf(field));
    await field.taken();
    return { alarm };
  },
});

const oneScan = ({ nextPlace, object }: Field): Uint8Array =>
  encodeStreamBatch({ scans: [verified(forgedScan(nextPlace(), object))], events: [], rejected: [] });

export const junkRecords: readonly Attack[] = [
  junkAttack('junk-of-1-mib', KEYLESS, () => junk(RECORD_BYTES_MAX)),
  junkAttack('junk-of-no-byte', KEYLESS, () => new Uint8Array()),
  junkAttack('sealed-junk', `${STREAM_WRITER}.`, ({ attacker }) =>
    attacker.sealBytes(junk(RECORD_BYTES_MAX - SEAL_BYTES)),
  ),
  junkAttack('sealed-by-another-key', KEYLESS, (field) => sealRecord(junk(32), oneScan(field))),
  // Zeros as a body are no field; an empty body is a batch of nothing.
  junkAttack('sealed-nothing', `${STREAM_WRITER}.`, ({ attacker }) => attacker.sealBytes(new Uint8Array()), HARMLESS),
];
