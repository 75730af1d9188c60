import type { OutboxEnd } from '../evidence/records.js';

/** What a device process is told when it starts. */
export interface DeviceOrder {
  /** Name and number of its life: they name its journal. */
  readonly name: string;
  readonly life: number;
  readonly broker: string;
  /** One folder for each device, enrolled. */
  readonly folders: readonly string[];
  readonly journalFolder: string;
  /** Of all its devices together, whatever else happens. */
  readonly scansPerSecond: number;
  /** While pressed, each device keeps so many scans without receipt: as many as are sent at once. */
  readonly pressedScans: number;
}

/** quiet: no new scans; calm: some, at a fixed rate; pressed: also as many as receipts make room for. */
export type LoadMode = 'quiet' | 'calm' | 'pressed';

export type DeviceCommand =
  | { readonly do: 'start'; readonly order: DeviceOrder }
  | { readonly do: 'mode'; readonly mode: LoadMode }
  /** From now on receipts of scans that were stored later are counted as fresh. */
  | { readonly do: 'mark'; readonly mark: number }
  | { readonly do: 'close' };

/** Told every few milliseconds. */
export interface DeviceState {
  readonly mode: LoadMode;
  /** Scans that were handed to the broker on the connection of now and have no receipt. */
  readonly inFlight: number;
  /** Scans in outboxes without receipt. */
  readonly unsettled: number;
  /** Of this life. */
  readonly enqueued: number;
  readonly receipted: number;
  readonly mark: number;
  /** Receipts since the mark, of scans stored after it. */
  readonly freshReceipts: number;
}

export type DeviceReport =
  | { readonly state: DeviceState; readonly end?: undefined }
  | { readonly end: readonly OutboxEnd[]; readonly state?: undefined };
