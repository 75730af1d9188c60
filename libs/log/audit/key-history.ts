import {
  DeviceKeys,
  type EventToSign,
  isExpired,
  KeyStateError,
  lastNamedBy,
  type LoggedOfBoot,
  newKeyOf,
  OperatorKeys,
  type Segment,
  signersOf,
  type SigningDevice,
  subjectOf,
  takeKeyEvent,
  timeOf,
} from '#libs/core/keys';
import {
  bytesEqual,
  decodeEventBody,
  EventKind,
  type LoggedScan,
  operatorKey,
  type SignedEvent,
  type SupportedEventKind,
} from '#libs/core/wire';
import { keyText } from '#libs/core/entries';
import { asBuffer, keyOf } from '#libs/log/ledger';

/** A scan that was logged after its segment had ended. */
export interface LateScan {
  readonly logIndex: number;
  readonly boot: Uint8Array;
  readonly counter: number;
  readonly segment: Segment;
}

/** Keys and boots as the events of the log make them, by the model that the sequencer uses. */
export class KeyHistory {
  readonly operator = OperatorKeys.of();
  /** By device key. */
  readonly devices = new Map<string, DeviceKeys>();
  /** Entry that changed a device's keys or boots last, by device key. */
  readonly changed = new Map<string, number>();
  readonly late: LateScan[] = [];
  /** Device that a key is or was of, by key id. */
  private readonly signing = new Map<string, SigningDevice>();
  private subject: Uint8Array | undefined;

  /** @param loggedOf what the entries so far say of a boot. */
  constructor(private readonly loggedOf: (boot: Uint8Array, counter: number) => LoggedOfBoot) {}

  /** Takes the next event of the log. @throws {KeyStateError} when its signer may not sign it, or it does not fit what is known. */
  take(logIndex: number, { kind, body, signerKeyId }: SignedEvent): void {
    // A copy: what is kept of it outlives the row that it was read from.
    const event = { kind, body: decodeEventBody(kind as SupportedEventKind, Uint8Array.from(body)) } as EventToSign;
    if (event.kind === EventKind.OPERATOR) this.subject = operatorKey(event.body.logOrigin);
    const subject = subjectOf(event);
    // Boots are of devices alone.
    const isOfOperator =
      subject !== null &&
      event.kind !== EventKind.BOOT &&
      this.subject !== undefined &&
      bytesEqual(subject, this.subject);
    const device = subject && !isOfOperator ? this.devices.get(keyOf(subject)) : undefined;
    const signing = this.signing.get(keyOf(signerKeyId));
    const before = { operator: this.operator, device, isOfOperator, signing, logIndex };
    const signer = signersOf(event, before).find(({ keyId }) => bytesEqual(keyId, signerKeyId));
    if (!signer) throw new KeyStateError('SIGNER_NOT_ALLOWED', 'the key that signed it may not sign it here');
    if (isExpired(signer, timeOf(event)))
      throw new KeyStateError('SIGNER_EXPIRED', 'the key that signed it had expired');
    if (!subject) return this.takeEnrolment(event, logIndex);
    if (!device && !isOfOperator) throw new KeyStateError('SUBJECT_UNKNOWN', 'its device was never enrolled');
    const last = lastNamedBy(event);
    takeKeyEvent(event, before, last && this.loggedOf(last.boot, last.counter));
    // Whoever signs for a device signs for its party.
    const newKey = device && newKeyOf(event);
    if (newKey) this.signing.set(keyOf(newKey.keyId), this.signing.get(keyOf(device.keys[0]!.keyId))!);
    if (!isOfOperator) this.changed.set(keyOf(subject), logIndex);
  }

  /** @returns what is wrong with a scan at its place, by its keys. */
  judge(logIndex: number, scan: LoggedScan): string | undefined {
    const { device, boot, counter, keyId, receivedTimeMs } = scan;
    const keys = this.devices.get(keyOf(device));
    if (!keys) return 'its device was never enrolled';
    const judged = keys.judge({ boot, counter, keyId, logIndex, receivedTimeMs });
    if (judged.kind === 'counts') return undefined;
    if (judged.kind !== 'late') return judged.kind === 'refused' ? judged.reason : `entry ${judged.closedIndex}`;
    this.late.push({ logIndex, boot: Uint8Array.from(boot), counter, segment: judged.segment });
    return undefined;
  }

  private takeEnrolment(event: EventToSign, logIndex: number): void {
    if (event.kind === EventKind.OPERATOR) this.operator.add('operator', event.body, logIndex);
    else if (event.kind === EventKind.RECEIPT_KEY) {
      if (!this.subject || !bytesEqual(event.body.operator, this.subject))
        throw new KeyStateError('OPERATOR_MISMATCH', 'its receipt key is said to be of another operator');
      this.operator.add('receipt key', event.body, logIndex);
    } else if (event.kind === EventKind.ENROL) {
      const device = keyOf(asBuffer(event.body.device));
      if (this.devices.has(device)) throw new KeyStateError('ENROLLED_TWICE', 'its device was enrolled before');
      const { boot, party, kind } = event.body;
      const keys = DeviceKeys.enrol({ logIndex, boot, key: event.body, kind });
      this.devices.set(device, keys);
      const signing = { device: keyText(event.body.device), party: keyText(party), keys };
      this.signing.set(keyOf(keys.keys[0]!.keyId), signing);
      this.changed.set(device, logIndex);
    }
  }
}
