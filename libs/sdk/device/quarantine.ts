import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, replaceFile } from '#libs/host/files';

/** A scan that was finally refused, beside the reason that the receiver signed. */
export interface QuarantinedScan {
  readonly counter: number;
  /** Code of docs/formats/receipt.md. */
  readonly reason: string;
  readonly text: string;
  readonly timeMs: number;
  /** What a person can do about it, where there is something. */
  readonly advice?: string;
}

/** An event on its keys that the node refused for good. */
export interface RefusedEvent {
  readonly kind: string;
  readonly reason: string;
  readonly text: string;
  readonly timeMs: number;
}

/** The folder of refused scans: for each `<counter>.scan`, the bytes as sent, and `<counter>.json`, the reason and the signed reject. */
export class Quarantine {
  /** @param prefix before each name: of every boot but the first, whose counters begin again */
  constructor(
    readonly folder: string,
    private readonly prefix = '',
  ) {}

  /** Durable when it returns; repeating it changes nothing. */
  add(scan: QuarantinedScan, payload: Uint8Array, reject: Uint8Array): void {
    makeFolder(this.folder, 0o700);
    const name = join(this.folder, `${this.prefix}${String(scan.counter).padStart(16, '0')}`);
    replaceFile(`${name}.scan`, payload);
    const note = { ...scan, reject: Buffer.from(reject).toString('base64') };
    replaceFile(`${name}.json`, `${JSON.stringify(note, null, 2)}\n`);
  }

  /** Keeps an event that was finally refused, beside the signed reason. */
  addEvent(event: RefusedEvent, signed: Uint8Array, reject: Uint8Array): void {
    makeFolder(this.folder, 0o700);
    const hash = createHash('sha256').update(signed).digest('hex').slice(0, 16);
    const name = join(this.folder, `event-${event.kind}-${hash}`);
    replaceFile(`${name}.event`, signed);
    const note = { ...event, reject: Buffer.from(reject).toString('base64') };
    replaceFile(`${name}.note`, `${JSON.stringify(note, null, 2)}\n`);
  }

  /** All refused scans, by counter. */
  list(): QuarantinedScan[] {
    let names: string[] = [];
    try {
      names = readdirSync(this.folder);
    } catch {
      return []; // made with the first refused scan
    }
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as QuarantinedScan);
  }
}
