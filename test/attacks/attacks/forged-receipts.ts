import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, HARMLESS } from '../attack.js';
import type { Field } from '../arena/field.js';
import { forgedReceipt, forgedReject, sendToDevices } from '../forging/receipt.js';
import { STREAM_WRITER } from '../forging/inject.js';
import { whileAnchorIsStopped } from '../forging/stream-table.js';

const ARRIVES_WITHIN_MS = 1_500;

/** While the true answer cannot come the device is told a false one: it keeps its scan, which then is logged. */
const falseAnswer = (name: string, answer: typeof forgedReceipt): Attack => ({
  name,
  who: `${STREAM_WRITER}: the receipt key he has not.`,
  run: async (field) => {
    const { victim } = field;
    const isKept = await whileAnchorIsStopped(field, async () => {
      const counter = await victim.store();
      await sendToDevices(field, answer(field, counter));
      for (let waited = 0; waited < ARRIVES_WITHIN_MS && victim.distrusted.length === 0; waited += 20) await pause(20);
      return victim.device.unsettledScan(counter) !== undefined;
    });
    const isTold = victim.distrusted.length > 0;
    victim.distrusted.splice(0);
    const violations = [
      ...(isKept ? [] : ['the device believed it']),
      ...(isTold ? [] : ['the answer did not reach the device']),
    ];
    return { alarm: HARMLESS, violations };
  },
});

/** Messages that no broker can deliver, before honest ones. */
const TO_NOBODY: Readonly<Record<string, string>> = {
  wildcard: '+/#',
  'no-name': '',
  nul: 'a\0b',
  'long-name': 'x'.repeat(70_000),
};

const toNobody = Object.entries(TO_NOBODY).map(([name, deviceId]): Attack => ({
  name: `answer-to-${name}`,
  who: `${STREAM_WRITER}.`,
  run: async (field) => {
    const payload = new Uint8Array(randomBytes(100));
    await sendToDevices(field, { device: field.victim.key, deviceId, payload });
    await field.taken();
    return { alarm: HARMLESS };
  },
}));

/** What is no record of answers at all. */
const junk = (name: string, who: string, valueOf: (field: Field) => Uint8Array): Attack => ({
  name,
  who,
  run: async (field) => {
    await field.attacker.stream.append('receipts', [{ partition: field.partition, value: valueOf(field) }]);
    await field.taken();
    return { alarm: HARMLESS };
  },
});

export const forgedReceipts: readonly Attack[] = [
  falseAnswer('forged-receipt', forgedReceipt),
  falseAnswer('forged-reject', forgedReject),
  ...toNobody,
  junk(
    'junk-among-receipts',
    'Whoever may write to the stream and has no key.',
    () => new Uint8Array(randomBytes(1_000)),
  ),
  junk('sealed-junk-among-receipts', `${STREAM_WRITER}.`, ({ attacker }) =>
    attacker.sealBytes(new Uint8Array(randomBytes(1_000))),
  ),
];
