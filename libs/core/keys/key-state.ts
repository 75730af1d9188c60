import type { SignatureCheck } from '#libs/core/signatures';
import {
  bytesEqual,
  type Claim,
  EVENT_SIGNERS,
  EventKind,
  eventKindName,
  eventSigningBytes,
  type LastStatement,
  operatorKey,
  type PartyKind,
  statementHash,
} from '#libs/core/wire';
import { type KeyText, keyText, type ReadEvent, type ReadScan } from '#libs/core/entries';
import { DeviceKeys, type LoggedOfBoot } from './device-keys.js';
import { KeyStateError, type KeyStateErrorCode } from './errors.js';
import type { ChainEnd } from './judge-scan.js';
import { OperatorKeys } from './operator-keys.js';
import { newKeyOf, proofOfNewKey, timeOf } from './new-keys.js';
import { namedSo } from './stated-names.js';
import { type EventToSign, type KeysBefore, lastNamedBy, signersOf, type SigningDevice, subjectOf } from './signers.js';
import { takeKeyEvent } from './take-key-event.js';
import { isExpired, type KnownKey } from './types.js';

/** A device as its enrolment binds it, with all its keys and boots so far. */
export interface EnrolledDevice extends SigningDevice {
  /** Of the enrolment. */
  readonly logIndex: number;
  readonly claims: readonly Claim[];
  /** Object key of the device itself, where its enrolment tells it. */
  readonly object?: KeyText;
}
/** A party as one of its events describes it. */
export interface KnownParty {
  readonly party: KeyText;
  readonly logIndex: number;
  readonly claims: readonly Claim[];
  /** Absent: its event does not state it. */
  readonly kind?: PartyKind;
  /** The party is made up. */
  readonly demo: boolean;
}
/** The key that a scan must be signed by. */
export interface SignerOfScan {
  readonly key: KnownKey;
  /** Where the scan came late: the statement that it must chain into, or be. */
  readonly into?: ChainEnd;
}

/** What the entries so far hold of the boot of a last statement. */
export type LoggedOf = (device: Uint8Array, last: LastStatement) => LoggedOfBoot;

/**
 * Who may sign what, at each log index: made from the key events of one log, given in log order. It says which signature has to be
 * checked by which key; checking it is for the caller, who does many at once.
 */
export class KeyState {
  private readonly operator = OperatorKeys.of();
  private readonly devices = new Map<KeyText, EnrolledDevice>();
  /** Entry that made a key known, by key id as text. */
  private readonly indexOfKey = new Map<string, number>();
  /** Device that a key is or was of, by key id as text. */
  private readonly deviceOfKey = new Map<string, KeyText>();
  /** Ascending by log index. */
  private readonly parties = new Map<KeyText, KnownParty[]>();

  /** @param origin origin of the log: the operator's key of a trail is made of it. */
  constructor(private readonly origin: string) {}

  /**
   * Takes the next event of the log.
   *
   * @param loggedOf what is logged of the boot that a key event of this device ends: for who holds the whole log
   * @returns the signatures that must be good for the event to count: one, of a rotation two.
   * @throws {KeyStateError} and the state is as before
   */
  apply(read: ReadEvent, loggedOf?: LoggedOf): SignatureCheck[] {
    try {
      const event = { kind: read.eventKind, body: read.body } as EventToSign;
      const before = this.before(event, read);
      const signer = this.signerAmong(signersOf(event, before), read);
      if (isExpired(signer, timeOf(event)))
        throw new KeyStateError('SIGNER_EXPIRED', 'the key that signed it had expired');
      const newKey = newKeyOf(event);
      if (newKey) this.checkIsNew(newKey);
      this.take(read, event, before, loggedOf);
      if (newKey) this.noteKey(keyText(newKey.keyId), event, before);
      return [signatureOf(read, signer), ...proofOfNewKey(event)];
    } catch (error) {
      if (!(error instanceof KeyStateError)) throw error;
      throw new KeyStateError(error.code, `entry ${read.logIndex}: ${error.message}`);
    }
  }

  /**
   * The key that a scan must be signed by, as it was at its log index.
   *
   * @throws {KeyStateError} DEVICE_UNKNOWN, KEY_UNKNOWN, BOOT_UNKNOWN when nothing says whose it is; NOT_ENROLLED_YET, BOOT_NOT_YET,
   *   KEY_NOT_YET, DEVICE_SIGNS_NO_SCANS, BOOT_ENDED, KEY_NOT_ACTIVE, KEY_EXPIRED, LAST_MISFIT when it must not count
   */
  signerOfScan(read: Pick<ReadScan, 'scan' | 'device' | 'logIndex'>): SignerOfScan {
    const { scan, device, logIndex } = read;
    const refuse = (code: KeyStateErrorCode, why: string): KeyStateError =>
      new KeyStateError(code, `entry ${logIndex}: ${why}`);
    const enrolled = this.devices.get(device);
    if (!enrolled) throw refuse('DEVICE_UNKNOWN', 'no enrolment of its device is known');
    if (enrolled.logIndex >= logIndex)
      throw refuse('NOT_ENROLLED_YET', `its device was enrolled only by entry ${enrolled.logIndex}`);
    const judgement = enrolled.keys.judge({ ...scan, logIndex });
    switch (judgement.kind) {
      case 'refused': {
        const { reason, isKnownLater } = judgement;
        const later = isKnownLater ? LATER[reason] : undefined;
        throw later ? refuse(later, `${WHY[reason]} before it`) : refuse(reason, WHY[reason]);
      }
      case 'contradicted':
        throw refuse('LAST_MISFIT', `entry ${judgement.closedIndex} names a lower counter as the last of its key`);
      case 'late':
        return { key: judgement.key, into: judgement.into };
      case 'counts':
        if (judgement.mustBe && !bytesEqual(judgement.mustBe, statementHash(scan)))
          throw refuse('LAST_MISFIT', 'a later entry names another statement of its counter as the last of its key');
        return { key: judgement.key };
    }
  }

  device(key: KeyText): EnrolledDevice | undefined {
    return this.devices.get(key);
  }

  /**
   * A party as the newest of its events describes it, or as the newest below a log index did: each counts from its own index on. Where
   * none stands below, the first one: it had no other name.
   */
  party(key: KeyText, logIndex = Infinity): KnownParty | undefined {
    const events = this.parties.get(key);
    return events?.findLast((event) => event.logIndex < logIndex) ?? events?.[0];
  }

  enrolledDevices(): EnrolledDevice[] {
    return [...this.devices.values()];
  }

  /** Every key that was made known, in log order. */
  knownKeys(): KnownKey[] {
    const ofDevices = [...this.devices.values()].flatMap(({ keys }) => keys.keys);
    return [...this.operator.keys, ...ofDevices].sort((one, other) => one.logIndex - other.logIndex);
  }

  private before(event: EventToSign, { logIndex, event: { signerKeyId } }: ReadEvent): KeysBefore {
    const { operator } = this;
    if (event.kind !== EventKind.OPERATOR && operator.keys.length === 0)
      throw new KeyStateError('OPERATOR_UNKNOWN', 'no operator key stands before it');
    const subject = subjectOf(event);
    // Boots are of devices alone.
    const isOfOperator =
      subject !== null && event.kind !== EventKind.BOOT && bytesEqual(subject, operatorKey(this.origin));
    const device = subject && !isOfOperator ? this.devices.get(keyText(subject))?.keys : undefined;
    if (subject && !isOfOperator && !device)
      throw new KeyStateError('SUBJECT_UNKNOWN', 'no enrolment of the device that it is about is known');
    const signing = this.deviceOfKey.get(keyText(signerKeyId));
    return {
      operator,
      device,
      isOfOperator,
      signing: signing === undefined ? undefined : this.devices.get(signing),
      logIndex,
    };
  }

  private noteKey(keyId: string, event: EventToSign, { isOfOperator, logIndex }: KeysBefore): void {
    this.indexOfKey.set(keyId, logIndex);
    const device = event.kind === EventKind.ENROL ? event.body.device : isOfOperator ? null : subjectOf(event);
    if (device) this.deviceOfKey.set(keyId, keyText(device));
  }

  /** No key comes back, and no key serves two. By its id, so that nobody has to ask which of two is meant. */
  private checkIsNew({ keyId }: KnownKey): void {
    const known = this.indexOfKey.get(keyText(keyId));
    if (known !== undefined)
      throw new KeyStateError('KEY_REPEATED', `its key, or one of its id, is known from entry ${known}`);
  }

  private checkOperator(operator: Uint8Array): void {
    if (!bytesEqual(operator, operatorKey(this.origin))) throw otherOperator();
  }

  private signerAmong(candidates: readonly KnownKey[], read: ReadEvent): KnownKey {
    const { signerKeyId } = read.event;
    const signer = candidates.find(({ keyId }) => bytesEqual(keyId, signerKeyId));
    if (signer) return signer;
    if (!this.indexOfKey.has(keyText(signerKeyId)))
      throw new KeyStateError('SIGNER_UNKNOWN', 'the key that signed it is not known');
    throw new KeyStateError(
      'SIGNER_NOT_ALLOWED',
      `its key may not sign events of kind ${eventKindName(read.eventKind)} there, which take: ${EVENT_SIGNERS[read.eventKind]}`,
    );
  }

  private take(read: ReadEvent, event: EventToSign, before: KeysBefore, loggedOf?: LoggedOf): void {
    const { logIndex } = read;
    switch (event.kind) {
      case EventKind.OPERATOR:
        if (logIndex !== 0) throw new KeyStateError('OPERATOR_MISPLACED', 'the operator key is entry 0');
        if (event.body.logOrigin !== this.origin) throw otherOperator();
        this.checkOperator(event.body.operator);
        return this.operator.add('operator', event.body, logIndex);
      case EventKind.RECEIPT_KEY:
        this.checkOperator(event.body.operator);
        return this.operator.add('receipt key', event.body, logIndex);
      case EventKind.PARTY: {
        const party = keyText(event.body.party);
        const { kind, demo = false } = event.body;
        const known = {
          party,
          logIndex,
          claims: namedSo(event.body, read.claims),
          ...(kind !== undefined && { kind }),
          demo,
        };
        this.parties.set(party, [...(this.parties.get(party) ?? []), known]);
        return;
      }
      case EventKind.ENROL: {
        const [device, party] = [keyText(event.body.device), keyText(event.body.party)];
        if (this.devices.has(device)) throw new KeyStateError('ENROLLED_TWICE', 'its device was enrolled before');
        const keys = DeviceKeys.enrol({ logIndex, boot: event.body.boot, key: event.body, kind: event.body.kind });
        const { object } = event.body;
        const own = object && { object: keyText(object) };
        const claims = namedSo(event.body, read.claims);
        this.devices.set(device, { device, party, logIndex, claims, keys, ...own });
        return;
      }
      default: {
        const [subject, last] = [subjectOf(event), lastNamedBy(event)];
        return takeKeyEvent(event, before, subject && last ? loggedOf?.(subject, last) : undefined);
      }
    }
  }
}

const otherOperator = (): KeyStateError =>
  new KeyStateError('OPERATOR_MISMATCH', 'the operator that it names is that of another log');

const WHY = {
  DEVICE_SIGNS_NO_SCANS: 'its device is a system or desk, which sign no scans',
  BOOT_UNKNOWN: 'its boot was not announced',
  BOOT_ENDED: 'its boot had ended with a lower counter',
  KEY_UNKNOWN: 'its key was not made known for its device',
  KEY_NOT_ACTIVE: 'its key did not sign this counter, or no longer',
  KEY_EXPIRED: 'its key had expired when it arrived',
} as const;
const LATER: Readonly<Partial<Record<keyof typeof WHY, KeyStateErrorCode>>> = {
  BOOT_UNKNOWN: 'BOOT_NOT_YET',
  KEY_UNKNOWN: 'KEY_NOT_YET',
};

function signatureOf({ event }: ReadEvent, { algorithm, publicKey }: KnownKey): SignatureCheck {
  const { kind, body, signature } = event;
  return { algorithm, publicKey, message: eventSigningBytes(kind, body), signature };
}
