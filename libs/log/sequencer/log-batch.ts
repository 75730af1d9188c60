import { encodeLogEntry, encodePrivatePart, OBJECT_STRIDE, type SignedEvent } from '#libs/core/wire';
import type { BootState } from './boots.js';
import { CopyRows } from './copy-rows.js';
import { privatePartBytes, scanEntryBytesMax, writePrivatePart, writeScanEntry } from './entry-bytes.js';
import { asBuffer } from '#libs/log/ledger';
import type { ScanView } from './scan-view.js';

/** A scan that the batch logs. */
export interface LoggedScanItem {
  readonly kind: 'scan';
  readonly boot: BootState;
  readonly view: ScanView;
  /** Place in the batch of the boot's scan before, -1 for none. */
  readonly earlier: number;
}

export interface LoggedEventItem {
  readonly kind: 'event';
  readonly event: SignedEvent;
}

const COLUMNS = 5;
const FIXED_BYTES = 8 + 4 + 8;

/** The entries that one transaction adds to the log, in the form in which PostgreSQL takes them. */
export class LogBatch {
  readonly items: (LoggedScanItem | LoggedEventItem)[] = [];
  readonly entries: Buffer[] = [];
  readonly leaves: Buffer[] = [];
  /** PrivatePart of each entry, null where it has none. */
  readonly privateParts: (Buffer | null)[] = [];
  readonly rows: CopyRows;
  readonly touched = new Set<BootState>();
  private heldPlaces: ReadonlySet<string> = new Set();
  private heldItems = 0;

  /** @param firstIndex log index of the first entry: the size of the log so far. */
  constructor(
    readonly firstIndex: number,
    bytesExpected: number,
  ) {
    this.rows = new CopyRows(bytesExpected);
  }

  get nextIndex(): number {
    return this.firstIndex + this.items.length;
  }

  /** @param signature in its normal form. */
  addScan(boot: BootState, view: ScanView, signature: Buffer): void {
    const after = boot.lastCounter;
    const privateBytes = privatePartBytes(view);
    this.rows.startRow(COLUMNS, FIXED_BYTES + scanEntryBytesMax(view) + privateBytes);
    this.rows.int8(this.nextIndex);
    this.rows.int4(boot.bootNumber);
    this.rows.int8(view.counter);
    this.take(this.rows.writtenEntry((target, at) => writeScanEntry(target, at, { view, after, signature })));
    if (privateBytes === 0) this.takePrivate(null);
    else this.privateParts.push(this.rows.written((target, at) => writePrivatePart(target, at, view)));
    this.touched.add(boot);
    this.items.push({ kind: 'scan', boot, view, earlier: boot.tail });
    boot.tail = this.items.length - 1;
  }

  /** @returns the log index of the entry. */
  addEvent(event: SignedEvent, disclosures: readonly Uint8Array[]): number {
    const entry = asBuffer(encodeLogEntry({ kind: 'event', event }));
    const privatePart = disclosures.length > 0 ? encodePrivatePart({ uris: [], disclosures }) : null;
    const logIndex = this.nextIndex;
    this.rows.startRow(COLUMNS, FIXED_BYTES + entry.length + (privatePart?.length ?? 0));
    this.rows.int8(logIndex);
    this.rows.null();
    this.rows.null();
    this.take(this.rows.writtenEntry((target, at) => at + entry.copy(target, at)));
    this.takePrivate(privatePart && asBuffer(privatePart));
    this.items.push({ kind: 'event', event });
    return logIndex;
  }

  /** Place in the batch of the boot's scan with this counter, -1 when the batch logs none. */
  placeOf(boot: BootState, counter: number): number {
    for (let place = boot.tail; place >= 0;) {
      const item = this.items[place] as LoggedScanItem;
      if (item.view.counter === counter) return place;
      place = item.earlier;
    }
    return -1;
  }

  /** Whether the batch logs a scan with this counter. */
  holds(bootNumber: number, counter: number): boolean {
    if (this.heldItems !== this.items.length) {
      const scans = this.items.filter((item) => item.kind === 'scan');
      this.heldPlaces = new Set(scans.map(({ boot, view }) => `${boot.bootNumber}:${view.counter}`));
      this.heldItems = this.items.length;
    }
    return this.heldPlaces.has(`${bootNumber}:${counter}`);
  }

  find(boot: BootState, counter: number): ScanView | undefined {
    const place = this.placeOf(boot, counter);
    return place < 0 ? undefined : (this.items[place] as LoggedScanItem).view;
  }

  /** Calls `visit` for each trail that the entry at `place` advances. */
  forEachObject(place: number, visit: (trailKey: Buffer) => void): void {
    const item = this.items[place]!;
    if (item.kind === 'event') {
      for (const key of item.event.objects) visit(asBuffer(key));
      return;
    }
    const { bytes, objectsAt, objectCount } = item.view;
    for (let index = 0; index < objectCount; index++) {
      const at = objectsAt + index * OBJECT_STRIDE;
      visit(bytes.subarray(at, at + 32));
    }
  }

  private takePrivate(part: Buffer | null): void {
    if (part) this.rows.bytes(part);
    else this.rows.null();
    this.privateParts.push(part);
  }

  private take({ entry, leaf }: { readonly entry: Buffer; readonly leaf: Buffer }): void {
    this.entries.push(entry);
    this.leaves.push(leaf);
  }
}
