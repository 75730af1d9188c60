import { EventKind, operatorKey, type SignedEvent, signEvent, signRotation } from '#libs/core/wire';
import { KeyHistory } from '../key-history.js';
import { aSigner, NOW_MS, TestDevice } from '../../../../test/kit/ledger/device.js';

const ORIGIN = 'cairn.test/history';
const operator = operatorKey(ORIGIN);
const operatorSigner = aSigner();
const receipts = aSigner();
const keyOf = ({ algorithm, publicKey }: typeof receipts) => ({ algorithm, publicKey });

let history: KeyHistory;
let next: number;
const take = (event: SignedEvent): void => history.take(next++, event);
const receiptKey = (of: Uint8Array): SignedEvent =>
  signEvent(EventKind.RECEIPT_KEY, { operator: of, ...keyOf(receipts), timeMs: NOW_MS }, operatorSigner);

beforeEach(() => {
  history = new KeyHistory(() => ({ highestCounter: 0 }));
  next = 0;
  const body = { operator, ...keyOf(operatorSigner), logOrigin: ORIGIN, timeMs: NOW_MS };
  take(signEvent(EventKind.OPERATOR, body, operatorSigner));
});

it('takes a receipt key of the operator of the log, and of nobody else', () => {
  expect(() => take(receiptKey(operatorKey('cairn.test/other')))).toThrow(
    expect.objectContaining({ code: 'OPERATOR_MISMATCH' }),
  );
  take(receiptKey(operator));
  expect(history.operator.active('receipt key')).toHaveLength(1);
});

it('takes no event of a device by a key that had expired when it was signed', () => {
  const { key: device, boot, party, signer, last } = new TestDevice('expiring');
  const limits = { objectsMax: 0, claimsMax: 0, claims: [] };
  const enrolment = { device, ...keyOf(signer), boot, party, timeMs: NOW_MS, ...limits, expiresMs: NOW_MS + 1 };
  take(signEvent(EventKind.ENROL, enrolment, operatorSigner));
  const rotation = (timeMs: number) => signRotation({ subject: device, last, timeMs }, signer, aSigner());
  expect(() => take(rotation(NOW_MS + 1))).toThrow(expect.objectContaining({ code: 'SIGNER_EXPIRED' }));
  take(rotation(NOW_MS));
});
