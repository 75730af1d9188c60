import type { SignatureCheck } from '#libs/signatures';
import {
  bytesEqual,
  type Claim,
  EVENT_SIGNERS,
  EventKind,
  eventKindName,
  eventSigningBytes,
  operatorKey,
} from '../wire/index.js';
import { isEventOf, type KeyText, keyText, type ReadEvent, type ReadScan } from '../evidence/read-entry.js';
import { KeyStateError } from './errors.js';
import { knownKey, type KnownKey } from './types.js';

/** A device as its enrolment binds it. */
export interface EnrolledDevice extends KnownKey {
  readonly device: KeyText;
  readonly party: KeyText;
  readonly boot: Uint8Array;
  readonly claims: readonly Claim[];
}
/** A party as its newest event describes it. */
export interface KnownParty {
  readonly party: KeyText;
  readonly logIndex: number;
  readonly claims: readonly Claim[];
}

/**
 * Who may sign what, at each log index: made from the key events of one log, given in log order. It says which signature has to be
 * checked by which key; checking it is for the caller, who does many at once.
 */
export class KeyState {
  private operatorSigner: KnownKey | undefined;
  private readonly receiptKeys: KnownKey[] = [];
  private readonly devices = new Map<KeyText, EnrolledDevice>();
  private readonly parties = new Map<KeyText, KnownParty>();

  /** @param origin origin of the log: the operator's key of a trail is made of it. */
  constructor(private readonly origin: string) {}

  /**
   * Takes the next event of the log.
   *
   * @returns the signature that must be good for the event to count.
   * @throws {KeyStateError} and the state is as before
   */
  apply(read: ReadEvent): SignatureCheck {
    const signer = this.signerOf(read);
    this.take(read);
    const { kind, body, signature } = read.event;
    return {
      algorithm: signer.algorithm,
      publicKey: signer.publicKey,
      message: eventSigningBytes(kind, body),
      signature,
    };
  }

  /**
   * The key that a scan must be signed by.
   * @throws {KeyStateError} DEVICE_UNKNOWN, KEY_UNKNOWN when nothing says whose key it is; NOT_ENROLLED_YET, BOOT_UNKNOWN when it must not count
   */
  signerOfScan({ scan, device, logIndex }: Pick<ReadScan, 'scan' | 'device' | 'logIndex'>): EnrolledDevice {
    const enrolled = this.devices.get(device);
    if (!enrolled) throw new KeyStateError('DEVICE_UNKNOWN', `entry ${logIndex}: no enrolment of its device is known`);
    if (!bytesEqual(enrolled.keyId, scan.keyId))
      throw new KeyStateError(
        'KEY_UNKNOWN',
        `entry ${logIndex}: its key is not the one that was enrolled for its device`,
      );
    if (enrolled.logIndex > logIndex)
      throw new KeyStateError(
        'NOT_ENROLLED_YET',
        `entry ${logIndex}: its device was enrolled only by entry ${enrolled.logIndex}`,
      );
    if (!bytesEqual(enrolled.boot, scan.boot))
      throw new KeyStateError('BOOT_UNKNOWN', `entry ${logIndex}: its boot was never announced`);
    return enrolled;
  }

  device(key: KeyText): EnrolledDevice | undefined {
    return this.devices.get(key);
  }

  party(key: KeyText): KnownParty | undefined {
    return this.parties.get(key);
  }

  enrolledDevices(): EnrolledDevice[] {
    return [...this.devices.values()];
  }

  /** Every key that was made known, in log order. */
  knownKeys(): KnownKey[] {
    const operator = this.operatorSigner ? [this.operatorSigner] : [];
    return [...operator, ...this.receiptKeys, ...this.devices.values()].sort(
      (one, other) => one.logIndex - other.logIndex,
    );
  }

  private signerOf(read: ReadEvent): KnownKey {
    const { signerKeyId } = read.event;
    const candidates = this.candidatesFor(read);
    const signer = candidates.find(({ keyId }) => bytesEqual(keyId, signerKeyId));
    if (signer) return signer;
    const kind = eventKindName(read.eventKind);
    if (!this.knownKeys().some(({ keyId }) => bytesEqual(keyId, signerKeyId))) {
      throw new KeyStateError('SIGNER_UNKNOWN', `entry ${read.logIndex}: the key that signed it is not known`);
    }
    throw new KeyStateError(
      'SIGNER_NOT_ALLOWED',
      `entry ${read.logIndex}: its key may not sign events of kind ${kind}, which take the key of: ${EVENT_SIGNERS[read.eventKind]}`,
    );
  }

  private candidatesFor(read: ReadEvent): readonly KnownKey[] {
    if (isEventOf(read, EventKind.OPERATOR)) return [knownKey(read.body, read.logIndex)];
    if (!this.operatorSigner)
      throw new KeyStateError('OPERATOR_UNKNOWN', `entry ${read.logIndex}: no operator key stands before it`);
    return EVENT_SIGNERS[read.eventKind] === 'operator' ? [this.operatorSigner] : this.receiptKeys;
  }

  private take(read: ReadEvent): void {
    if (isEventOf(read, EventKind.OPERATOR)) this.takeOperator(read);
    else if (isEventOf(read, EventKind.RECEIPT_KEY)) this.receiptKeys.push(knownKey(read.body, read.logIndex));
    else if (isEventOf(read, EventKind.ENROL)) this.takeDevice(read);
    else if (isEventOf(read, EventKind.PARTY)) {
      const party = keyText(read.body.party);
      this.parties.set(party, { party, logIndex: read.logIndex, claims: read.claims });
    }
  }

  private takeOperator(read: Extract<ReadEvent, { eventKind: 1 }>): void {
    const { operator, logOrigin } = read.body;
    if (read.logIndex !== 0)
      throw new KeyStateError('OPERATOR_MISPLACED', `entry ${read.logIndex}: the operator key is entry 0`);
    if (logOrigin !== this.origin || !bytesEqual(operator, operatorKey(this.origin))) {
      throw new KeyStateError('OPERATOR_MISMATCH', 'entry 0: the operator key is that of another log');
    }
    this.operatorSigner = knownKey(read.body, read.logIndex);
  }

  private takeDevice(read: Extract<ReadEvent, { eventKind: 3 }>): void {
    const device = keyText(read.body.device);
    const party = keyText(read.body.party);
    if (this.devices.has(device))
      throw new KeyStateError('ENROLLED_TWICE', `entry ${read.logIndex}: its device was enrolled before`);
    this.devices.set(device, {
      ...knownKey(read.body, read.logIndex),
      device,
      party,
      boot: read.body.boot,
      claims: read.claims,
    });
  }
}
