import { bytesEqual, type DeviceKind, type LastStatement } from '#libs/core/wire';
import { KeyStateError } from './errors.js';
import { judgeScan, type ScanJudgement, type ScanPlace } from './judge-scan.js';
import { type KnownKey, knownKey, type NewKey, type Segment, type SegmentEnd } from './types.js';

/** What the log holds of the boot that an event ends. Who has only some of the entries leaves it out and asks `judge` of each scan. */
export interface LoggedOfBoot {
  /** Highest logged counter, 0 for none. */
  readonly highestCounter: number;
  /** Statement hash of the logged scan with the counter that the event names as the last; absent where none is logged. */
  readonly hashOfLast?: Uint8Array;
}

/** Everything that is known of a device's keys and boots. */
export interface DeviceKeysData {
  /** By the entry that made them known. */
  readonly keys: readonly KnownKey[];
  /** In the order in which they were opened; those of one boot stand together. */
  readonly segments: readonly Segment[];
  /** What its enrolment says that it is for; absent: it scans things. */
  readonly kind?: DeviceKind | undefined;
}

/**
 * Keys and boots of one device through the events of the log, which are given in log order. Filled from events, or from rows that
 * hold what earlier events came to. Signatures are not its business, nor who may sign what (`signersOf`).
 *
 * Every event method throws {@link KeyStateError}, and then the state is as before. `last` is checked for what the events say; against
 * what is logged only where `logged` is given.
 * @see docs/formats/entry.md, Keys that age
 */
export class DeviceKeys {
  private constructor(
    private knownKeys: readonly KnownKey[],
    private allSegments: readonly Segment[],
    readonly kind: DeviceKind | undefined,
  ) {}

  /** A device as its enrolment makes it known. */
  static enrol(event: {
    readonly logIndex: number;
    readonly boot: Uint8Array;
    readonly key: NewKey;
    readonly kind?: DeviceKind | undefined;
  }): DeviceKeys {
    const key = knownKey(event.key, event.logIndex);
    return new DeviceKeys([key], [opened(event.boot, key.keyId, 1, event.logIndex)], event.kind);
  }

  static of({ keys, segments, kind }: DeviceKeysData): DeviceKeys {
    return new DeviceKeys([...keys], [...segments], kind);
  }

  get keys(): readonly KnownKey[] {
    return this.knownKeys;
  }

  get segments(): readonly Segment[] {
    return this.allSegments;
  }

  /** The boot that is going on, or that was the last when the device's keys ended. */
  get boot(): Uint8Array {
    return this.newest.boot;
  }

  /** The key that signs at present; undefined when it was retired or reported as compromised, until a boot brings another. */
  get activeKey(): KnownKey | undefined {
    return this.newest.closedIndex === undefined ? this.key(this.newest.keyId) : undefined;
  }

  key(keyId: Uint8Array): KnownKey | undefined {
    return this.knownKeys.find((one) => bytesEqual(one.keyId, keyId));
  }

  judge(scan: ScanPlace): ScanJudgement {
    return judgeScan({ segments: this.allSegments, keys: this.knownKeys, kind: this.kind }, scan);
  }

  /** Another key signs the counters of this boot from `last` on. @throws {KeyStateError} KEY_ENDED, KEY_REPEATED, LAST_MISSING, LAST_MISFIT, BOOT_UNKNOWN */
  rotate(
    event: { readonly logIndex: number; readonly key: NewKey; readonly last: LastStatement | undefined },
    logged?: LoggedOfBoot,
  ): void {
    const { logIndex } = event;
    this.requireActive();
    const key = this.newKey(event.key, logIndex);
    const segments = this.closed('rotate', { logIndex, last: event.last }, logged);
    const { boot, to } = segments.at(-1)!;
    this.allSegments = [...segments, opened(boot, key.keyId, to! + 1, logIndex)];
    this.knownKeys = [...this.knownKeys, key];
  }

  /** Another boot begins, with the active key or a new one. @throws {KeyStateError} KEY_ENDED, KEY_REPEATED, BOOT_REPEATED, LAST_MISFIT, BOOT_UNKNOWN */
  beginBoot(
    event: {
      readonly logIndex: number;
      readonly boot: Uint8Array;
      readonly last: LastStatement;
      readonly key?: NewKey;
    },
    logged?: LoggedOfBoot,
  ): void {
    const { logIndex, boot, last } = event;
    const key = event.key ? this.newKey(event.key, logIndex) : this.requireActive();
    if (this.allSegments.some((segment) => bytesEqual(segment.boot, boot)))
      throw new KeyStateError('BOOT_REPEATED', 'this boot was announced before');
    const segments = this.closed('boot', { logIndex, last }, logged);
    this.allSegments = [...segments, opened(boot, key.keyId, 1, logIndex)];
    if (event.key) this.knownKeys = [...this.knownKeys, key];
  }

  /** The active key signs nothing more. @throws {KeyStateError} KEY_UNKNOWN, KEY_ENDED, LAST_MISSING, LAST_MISFIT, BOOT_UNKNOWN */
  retire(
    event: { readonly logIndex: number; readonly keyId: Uint8Array; readonly last: LastStatement | undefined },
    logged?: LoggedOfBoot,
  ): void {
    if (!this.key(event.keyId)) throw new KeyStateError('KEY_UNKNOWN', 'the device has no such key');
    if (!bytesEqual(this.requireActive().keyId, event.keyId))
      throw new KeyStateError('KEY_ENDED', 'this key of the device has ended before');
    this.allSegments = this.closed('retire', event, logged);
  }

  /** A key is in other hands: nothing that comes later counts. @throws {KeyStateError} KEY_UNKNOWN, KEY_ENDED when that was said before */
  compromise(event: { readonly logIndex: number; readonly keyId: Uint8Array; readonly sinceMs?: number }): void {
    const { logIndex, keyId, sinceMs } = event;
    const key = this.key(keyId);
    if (!key) throw new KeyStateError('KEY_UNKNOWN', 'the device has no such key');
    if (key.compromised) throw new KeyStateError('KEY_ENDED', 'this key was reported as compromised before');
    const compromised = sinceMs === undefined ? { logIndex } : { logIndex, sinceMs };
    this.knownKeys = this.knownKeys.map((one) => (one === key ? { ...one, compromised } : one));
    this.allSegments = this.allSegments.map((segment) => {
      if (!bytesEqual(segment.keyId, keyId)) return segment;
      const barred = { ...segment, barredIndex: logIndex };
      return segment.closedIndex === undefined ? { ...barred, closedIndex: logIndex, closedBy: 'compromised' } : barred;
    });
  }

  private get newest(): Segment {
    return this.allSegments.at(-1)!;
  }

  private requireActive(): KnownKey {
    const key = this.activeKey;
    if (!key) throw new KeyStateError('KEY_ENDED', 'the device has no active key');
    return key;
  }

  private newKey(given: NewKey, logIndex: number): KnownKey {
    const key = knownKey(given, logIndex);
    if (this.key(key.keyId)) throw new KeyStateError('KEY_REPEATED', 'the device had this key before');
    return key;
  }

  /** The segments with the last one closed; as they are where it was closed before. */
  private closed(
    closedBy: SegmentEnd,
    { logIndex, last }: { readonly logIndex: number; readonly last: LastStatement | undefined },
    logged: LoggedOfBoot | undefined,
  ): readonly Segment[] {
    if (!last) throw new KeyStateError('LAST_MISSING', 'the event does not name the last statement of the device');
    checkLastStatement(last, this.allSegments, logged);
    if (this.newest.closedIndex !== undefined) return this.allSegments;
    const end = { closedIndex: logIndex, closedBy, to: last.counter };
    const segment = { ...this.newest, ...end, ...(last.statementHash && { lastHash: last.statementHash }) };
    return [...this.allSegments.slice(0, -1), segment];
  }
}

/** @throws {KeyStateError} LAST_MISFIT unless the statement can be the last one of the newest segment; BOOT_UNKNOWN. */
function checkLastStatement(last: LastStatement, segments: readonly Segment[], logged: LoggedOfBoot | undefined): void {
  const segment = segments.at(-1)!;
  if (!segments.some(({ boot }) => bytesEqual(boot, last.boot)))
    throw new KeyStateError('BOOT_UNKNOWN', 'the boot of the last statement was never announced');
  if (!bytesEqual(last.boot, segment.boot)) throw misfit('the last statement is not of the boot that ends');
  if (segment.closedIndex !== undefined) {
    // A report closes without naming one: then this one is for people, who read where the device had come to.
    if (segment.to !== undefined && !isSame(last, segment))
      throw misfit(`the key ended with counter ${segment.to}, and the event names another statement`);
    return;
  }
  const before = segments.at(-2);
  if (last.counter < segment.from - 1) throw misfit(`the counters of this key begin with ${segment.from}`);
  if (last.counter === segment.from - 1 && last.counter > 0 && !isSame(last, before!))
    throw misfit(`the key before ended with counter ${last.counter}, and the event names another statement`);
  if (!logged) return;
  if (last.counter < logged.highestCounter)
    throw misfit(`counter ${logged.highestCounter} of this boot is logged, and the event names ${last.counter}`);
  if (logged.hashOfLast && !bytesEqual(logged.hashOfLast, last.statementHash ?? new Uint8Array()))
    throw misfit(`the logged statement of counter ${last.counter} is another`);
}

const isSame = ({ counter, statementHash }: LastStatement, { to, lastHash }: Segment): boolean =>
  counter === to && bytesEqual(statementHash ?? new Uint8Array(), lastHash ?? new Uint8Array());

const misfit = (why: string): KeyStateError => new KeyStateError('LAST_MISFIT', why);

const opened = (boot: Uint8Array, keyId: Uint8Array, from: number, openedIndex: number): Segment => ({
  boot,
  keyId,
  from,
  openedIndex,
});
