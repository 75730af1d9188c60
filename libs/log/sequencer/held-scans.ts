import type pg from 'pg';
import { DEVICE_AT } from '#libs/core/wire';
import { keyOf } from '#libs/log/ledger';
import { fairCap } from './fair-cap.js';
import { type ScanView, viewScan } from './scan-view.js';

/** A scan that waits for one with a lower counter, or, where its segment has ended, for those with higher ones. */
export interface HeldScan {
  readonly bootNumber: number;
  readonly view: ScanView;
  readonly heldTimeMs: number;
  /** Its segment has ended, and it waits for what follows it, down from the last statement: `chainLate`. */
  readonly isLate: boolean;
}

export interface HeldLimits {
  /** How long a scan waits for one with a lower counter. */
  readonly holdTimeMs: number;
  /** More than this, and the oldest of those devices that hold most are let go as a gap. */
  readonly rowsMax: number;
  readonly bytesMax: number;
}

/**
 * Scans that came before one with a lower counter (promise P3). The table is the truth; this is its copy in memory, and a list
 * of what the transaction under way must write and delete.
 */
export class HeldScans {
  /** Of each boot, by counter, then by arrival. */
  private readonly byBoot = new Map<number, HeldScan[]>();
  /** Those that are late. */
  private readonly lateByBoot = new Map<number, Set<HeldScan>>();
  /** In the order in which they were held; those let go meanwhile are skipped. */
  private queue: HeldScan[] = [];
  private readonly current = new Set<HeldScan>();
  /** Of their statements. */
  private readonly hashes = new Set<string>();
  private bytes = 0;
  private readonly added = new Set<HeldScan>();
  private readonly removed: HeldScan[] = [];

  constructor(private readonly limits: HeldLimits) {}

  get size(): number {
    return this.current.size;
  }

  async load(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{
      bootNumber: number;
      signedScan: Buffer;
      receivedTimeMs: number;
      heldTimeMs: number;
      isLate: boolean;
    }>(
      `SELECT h.boot_number AS "bootNumber", h.signed_scan AS "signedScan", h.received_time_ms AS "receivedTimeMs",
         h.held_time_ms AS "heldTimeMs", EXISTS (
           SELECT FROM key_segment s WHERE s.boot_number = h.boot_number AND s.closed_log_index IS NOT NULL
             AND h.counter BETWEEN s.from_counter AND s.to_counter) AS "isLate"
       FROM held_scan h ORDER BY h.held_time_ms, h.boot_number, h.counter`,
    );
    for (const { signedScan, receivedTimeMs, ...held } of rows)
      this.keep({ ...held, view: viewScan(signedScan, receivedTimeMs) });
  }

  /** When the oldest is due, null when none waits. */
  nextDueMs(): number | null {
    this.skipGone();
    const [oldest] = this.queue;
    return oldest ? oldest.heldTimeMs + this.limits.holdTimeMs : null;
  }

  /** Holds a scan, unless the very same one is held already. @returns what is held now. */
  hold(held: HeldScan): HeldScan | undefined {
    if (this.hashes.has(keyOf(held.view.statementHash))) return undefined;
    // A copy: the scan may wait longer than the record of the stream that it came in.
    const own = { ...held, view: { ...held.view, bytes: Buffer.from(held.view.bytes) } };
    this.keep(own);
    this.added.add(own);
    return own;
  }

  /** The boot's late scans. */
  lateOf(bootNumber: number): readonly HeldScan[] {
    return [...(this.lateByBoot.get(bootNumber) ?? [])];
  }

  /** Lets a late scan go. */
  takeLate(held: HeldScan): void {
    const late = this.lateByBoot.get(held.bootNumber);
    late?.delete(held);
    if (late?.size === 0) this.lateByBoot.delete(held.bootNumber);
    this.forget(held);
  }

  /** Boots with a scan that has waited long enough, or must go to make room. They are held still: `takeNext` lets them go. */
  due(nowMs: number): HeldScan[] {
    const due: HeldScan[] = [];
    for (const held of this.queue) {
      if (!this.current.has(held)) continue;
      if (held.heldTimeMs + this.limits.holdTimeMs > nowMs) break;
      due.push(held);
    }
    const isFull = this.current.size > this.limits.rowsMax || this.bytes > this.limits.bytesMax;
    return isFull ? [...due, ...this.crowding(new Set(due))] : due;
  }

  /** What must go to make room: the oldest of each device that holds more than its share, so that nobody takes the places of others. */
  private crowding(due: ReadonlySet<HeldScan>): HeldScan[] {
    const { rowsMax, bytesMax } = this.limits;
    const waiting = this.queue.filter((held) => this.current.has(held) && !due.has(held));
    const ofDevices = new Map<number, { rows: number; bytes: number }>();
    for (const { view } of waiting) {
      const size = ofDevices.get(deviceOf(view)) ?? { rows: 0, bytes: 0 };
      ofDevices.set(deviceOf(view), { rows: size.rows + 1, bytes: size.bytes + view.bytes.length });
    }
    const sizes = [...ofDevices.values()];
    const rowsCap = fairCap(
      sizes.map(({ rows }) => rows),
      rowsMax,
    );
    const bytesCap = fairCap(
      sizes.map(({ bytes }) => bytes),
      bytesMax,
    );
    return waiting.filter(({ view }) => {
      const size = ofDevices.get(deviceOf(view))!;
      if (size.rows <= rowsCap && size.bytes <= bytesCap) return false;
      size.rows--;
      size.bytes -= view.bytes.length;
      return true;
    });
  }

  isHeld(held: HeldScan): boolean {
    return this.current.has(held);
  }

  /** Lets go of the boot's scan with the lowest counter, if that is at most `counterMax`. */
  takeNext(bootNumber: number, counterMax: number): HeldScan | undefined {
    const waiting = this.byBoot.get(bootNumber);
    const next = waiting?.[0];
    if (!next || next.view.counter > counterMax) return undefined;
    waiting.shift();
    if (waiting.length === 0) this.byBoot.delete(bootNumber);
    this.forget(next);
    return next;
  }

  /** Lets go of the boot's scans with this counter and another statement. */
  takeOthers(bootNumber: number, counter: number, statementHash: Uint8Array): HeldScan[] {
    const waiting = this.byBoot.get(bootNumber) ?? [];
    const others: HeldScan[] = [];
    for (let place = placeFor(counter, waiting) - 1; waiting[place]?.view.counter === counter; place--)
      if (!waiting[place]!.view.statementHash.equals(statementHash)) others.unshift(...waiting.splice(place, 1));
    if (waiting.length === 0) this.byBoot.delete(bootNumber);
    for (const held of others) this.forget(held);
    return others;
  }

  /** Whether the transaction under way has something to write here. */
  get hasChanges(): boolean {
    return this.added.size > 0 || this.removed.length > 0;
  }

  /** Writes the changes inside the transaction of the offsets. */
  async write(client: pg.Client): Promise<void> {
    if (this.removed.length > 0) {
      await client.query(
        `DELETE FROM held_scan h USING unnest($1::int[], $2::bigint[], $3::bytea[]) AS u (boot_number, counter, statement_hash)
         WHERE h.boot_number = u.boot_number AND h.counter = u.counter AND h.statement_hash = u.statement_hash`,
        [
          this.removed.map(({ bootNumber }) => bootNumber),
          this.removed.map(({ view }) => view.counter),
          this.removed.map(({ view }) => view.statementHash),
        ],
      );
    }
    if (this.added.size > 0) {
      const added = [...this.added];
      await client.query(
        `INSERT INTO held_scan (boot_number, counter, statement_hash, signed_scan, received_time_ms, held_time_ms)
         SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bigint[], $6::bigint[])`,
        [
          added.map(({ bootNumber }) => bootNumber),
          added.map(({ view }) => view.counter),
          added.map(({ view }) => view.statementHash),
          added.map(({ view }) => view.bytes),
          added.map(({ view }) => view.receivedTimeMs),
          added.map(({ heldTimeMs }) => heldTimeMs),
        ],
      );
    }
  }

  /** After the commit. */
  written(): void {
    this.added.clear();
    this.removed.length = 0;
  }

  private keep(held: HeldScan): void {
    if (held.isLate) {
      const late = this.lateByBoot.get(held.bootNumber);
      if (late) late.add(held);
      else this.lateByBoot.set(held.bootNumber, new Set([held]));
    } else {
      const waiting = this.byBoot.get(held.bootNumber);
      if (!waiting) this.byBoot.set(held.bootNumber, [held]);
      else waiting.splice(placeFor(held.view.counter, waiting), 0, held);
    }
    this.queue.push(held);
    this.current.add(held);
    this.hashes.add(keyOf(held.view.statementHash));
    this.bytes += held.view.bytes.length;
  }

  private forget(held: HeldScan): void {
    this.current.delete(held);
    this.hashes.delete(keyOf(held.view.statementHash));
    this.bytes -= held.view.bytes.length;
    if (!this.added.delete(held)) this.removed.push(held);
  }

  private skipGone(): void {
    let gone = 0;
    while (gone < this.queue.length && !this.current.has(this.queue[gone]!)) gone++;
    if (gone > 0) this.queue = this.queue.slice(gone);
  }
}

/** Enough of a device key to tell devices apart; two that fall together share their share. */
const deviceOf = ({ bytes }: ScanView): number => bytes.readUIntBE(DEVICE_AT, 6);

/** Behind those with the same counter. Halving, since a device may send thousands in any order: the sequencer must not stand still. */
function placeFor(counter: number, waiting: readonly HeldScan[]): number {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (waiting[middle]!.view.counter > counter) high = middle;
    else low = middle + 1;
  }
  return low;
}
