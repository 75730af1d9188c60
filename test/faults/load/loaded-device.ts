import { randomInt } from 'node:crypto';
import type { Device, ScanInput } from '#libs/sdk/device';
import type { JournalLine } from './journal.js';

/** Scans that one device sends without waiting for receipts: the window that `Device.open` is given here. */
export const WINDOW = { scansMax: 128, bytesMax: 512 * 1024 } as const;

// Few enough that trails of several devices interleave.
const OBJECTS = 400;
const OBJECTS_PER_SCAN_MAX = 3;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** One device of the load: makes scans, and knows how many are on their way. */
export class LoadedDevice {
  private connected = false;
  private storing = false;
  private floor: number;
  receipted = 0;
  enqueued = 0;
  freshReceipts = 0;

  /** @param note writes lines into the journal; not waited for. */
  constructor(
    readonly device: Device,
    private readonly note: (line: JournalLine) => void,
  ) {
    this.floor = device.counter;
    device.on('connected', () => (this.connected = true));
    device.on('disconnected', () => (this.connected = false));
    device.on('receipted', ({ counter }) => {
      this.receipted += 1;
      if (counter > this.floor) this.freshReceipts += 1;
    });
    const complain = (kind: 'quarantined' | 'postponed' | 'distrusted' | 'failed', text: string): void =>
      note({ what: 'complaint', kind, deviceId: device.identity.id, text });
    device.on('quarantined', ({ counter, reason, text }) => complain('quarantined', `${counter}: ${reason}: ${text}`));
    device.on('postponed', ({ counter, reason, text }) => complain('postponed', `${counter}: ${reason}: ${text}`));
    device.on('distrusted', ({ code, text }) => complain('distrusted', `${code}: ${text}`));
    device.on('failed', (error) => complain('failed', error.message));
  }

  /** Everything up to the window's size is sent as soon as it is stored; what is beyond waits in the outbox alone. */
  get inFlight(): number {
    return this.connected ? Math.min(this.device.unsettled, WINDOW.scansMax) : 0;
  }

  mark(): void {
    this.floor = this.device.counter;
    this.freshReceipts = 0;
  }

  /** Stores so many scans, unless it is storing already. */
  async store(count: number): Promise<void> {
    if (this.storing || count < 1) return;
    this.storing = true;
    try {
      const { first, last } = await this.device.scanAll(Array.from({ length: count }, makeScan));
      for (let counter = first; counter <= last; counter++) this.noteStored(counter);
      this.enqueued += count;
    } finally {
      this.storing = false;
    }
  }

  private noteStored(counter: number): void {
    const scan = this.device.unsettledScan(counter);
    if (!scan) return; // receipted already: then the receipt is in the journal
    const { device, boot } = this.device.identity;
    this.note({
      what: 'enqueued',
      device: hex(device),
      boot: hex(boot),
      counter,
      statementHash: hex(scan.statementHash),
    });
  }
}

function makeScan(): ScanInput {
  const numbers = new Set(Array.from({ length: 1 + randomInt(OBJECTS_PER_SCAN_MAX) }, () => randomInt(OBJECTS)));
  return {
    objects: [...numbers].map((number) => ({ uri: `https://id.gs1.org/01/09520000000004/21/fault-${number}` })),
    zoneOffsetMinutes: 330,
    claims: {
      bizStep: 'inspecting',
      disposition: 'in_progress',
      readPoint: 'https://id.gs1.org/414/9520000000004',
      readPointCountry: 'IN',
      simulated: 'true',
    },
  };
}
