import { randomBytes } from 'node:crypto';
import { EventKind, type LastStatement, signEvent, signRotation, statementHash } from '#libs/core/wire';
import type { Field } from '../arena/field.js';
import type { Attack } from '../attack.js';
import { capturedScan } from '../forging/captured.js';
import { eventAttack, impostor, submitted } from '../forging/events.js';
import { aSigner } from '../../kit/ledger/device.js';

const ofVictim = ({ partition }: Field): number => partition;

async function lastOf(field: Field): Promise<LastStatement> {
  const { scan } = await capturedScan(field);
  return { boot: scan.boot, counter: scan.counter, statementHash: statementHash(scan) };
}

/** What would move the honest device's place to the thief's, or end it. */
export const forgedDeviceEvents: readonly Attack[] = [
  eventAttack('boot', ofVictim, async (field) => {
    const { device, keyId } = field.nextPlace();
    const body = { device, boot: new Uint8Array(randomBytes(16)), last: await lastOf(field), timeMs: Date.now() };
    return submitted(signEvent(EventKind.BOOT, body, impostor(keyId)));
  }),
  eventAttack('rotate', ofVictim, async (field) => {
    const { device, keyId } = field.nextPlace();
    const terms = { subject: device, last: await lastOf(field), timeMs: Date.now() };
    return submitted(signRotation(terms, impostor(keyId), aSigner()));
  }),
  eventAttack('retire', ofVictim, async (field) => {
    const { device, keyId } = field.nextPlace();
    const body = { subject: device, keyId, last: await lastOf(field), timeMs: Date.now() };
    return submitted(signEvent(EventKind.RETIRE, body, impostor(keyId)));
  }),
];
