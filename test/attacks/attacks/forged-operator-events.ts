import { randomBytes } from 'node:crypto';
import { deviceKey, EventKind, operatorKey, signEvent } from '#libs/core/wire';
import { enrolEvent, partyEvent } from '#libs/registry/enrolment';
import { PARTY } from '../arena/enrol.js';
import type { Attack } from '../attack.js';
import { capturedScan } from '../forging/captured.js';
import { eventAttack, impostor, submitted } from '../forging/events.js';
import { aSigner } from '../../kit/ledger/device.js';
import { signedStatementOf } from '#libs/core/wire';

const ofOperator = (): number => 0;

/** What would let anybody in, or shut anybody out, in the operator's name. */
export const forgedOperatorEvents: readonly Attack[] = [
  eventAttack('compromised', ofOperator, (field) => {
    const { device, keyId } = field.nextPlace();
    const body = { subject: device, keyId, timeMs: Date.now() };
    return submitted(signEvent(EventKind.COMPROMISED, body, impostor(field.operatorKeyId())));
  }),
  eventAttack('party', ofOperator, (field) =>
    partyEvent({ gln: '9520000009977', name: 'Nobody' }, impostor(field.operatorKeyId()), Date.now()),
  ),
  eventAttack('enrol', ofOperator, (field) => {
    const id = `nobody-${Date.now()}`;
    const { algorithm, publicKey } = aSigner();
    const identity = { id, device: deviceKey(id), algorithm, publicKey, boot: new Uint8Array(randomBytes(16)) };
    return enrolEvent(identity, { partyGln: PARTY.gln }, impostor(field.operatorKeyId()), Date.now());
  }),
  eventAttack('receipt-key', ofOperator, (field) => {
    const { algorithm, publicKey } = aSigner();
    const body = { operator: operatorKey(field.origin()), algorithm, publicKey, timeMs: Date.now() };
    return submitted(signEvent(EventKind.RECEIPT_KEY, body, impostor(field.operatorKeyId())));
  }),
  // The sequencer's own word, from outside: with the operator's key id nobody may say it, whatever it is signed with.
  eventAttack(
    'refused',
    ({ partition }) => partition,
    async (field) => {
      const statement = signedStatementOf((await capturedScan(field)).scan);
      const body = { statement, reason: 'DISCLOSURE_MISSING', timeMs: Date.now() };
      return submitted(signEvent(EventKind.REFUSED, body, impostor(field.operatorKeyId())));
    },
    ['EVENT_KIND_NOT_SUBMITTED'],
  ),
];
