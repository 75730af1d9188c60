import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { decodeStreamBatch, encodeStreamBatch, type StreamBatch } from '#libs/core/wire';
import { parseStreamKey } from '#libs/host/keys';
import { commonEnvironment, dataPaths, parseEnvironment } from '#libs/host/service';
import {
  openRecord,
  openScanStream,
  type ScanStream,
  sealRecord,
  type StreamRecordOut,
  type Subscription,
} from '#libs/transport/stream';
import type { LiveNode } from './live-node.js';

export interface TappedRecord extends StreamRecordOut {
  readonly partition: number;
}

/**
 * What the attacker of these runs holds: the MAC key of the stream, from the node's data folder, and the right to read and write the
 * stream. So has a broken ingest; whoever can merely write to Kafka has the second without the first.
 */
export class Attacker {
  /** Everything that came into the stream since the attacker listens. */
  readonly tapped: TappedRecord[] = [];
  private readonly next = new Map<number, number>();
  private tap: Subscription | undefined;

  private constructor(
    readonly stream: ScanStream,
    readonly streamKey: Uint8Array,
    readonly partitions: number,
  ) {}

  static async begin({ node }: LiveNode): Promise<Attacker> {
    const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, ...node.environment });
    const stream = openScanStream({ ...environment, CAIRN_DATABASE_URL: node.databaseUrl });
    const streamKey = parseStreamKey(readFileSync(dataPaths(node.folder).streamKey, 'utf8'));
    const attacker = new Attacker(stream, streamKey, await stream.partitions('scans'));
    attacker.tap = await stream.subscribe({
      stream: 'scans',
      group: 'wiretap',
      // A member that was slow and lost its partitions goes on where it was.
      startAt: (partitions) =>
        Promise.resolve(new Map(partitions.map((partition) => [partition, attacker.next.get(partition) ?? Infinity]))),
      onBatch: ({ partition, records }) => {
        for (const record of records)
          attacker.tapped.push({ partition, offset: record.offset, value: Uint8Array.from(record.value) });
        attacker.next.set(partition, records.at(-1)!.offset + 1);
        return Promise.resolve();
      },
    });
    attacker.tap.failed.catch(() => {}); // a tap that ends shows in the attack that waits for it
    return attacker;
  }

  /** A record as ingest would make it. */
  seal(batch: Partial<StreamBatch>): Uint8Array {
    return this.sealBytes(encodeStreamBatch({ scans: [], events: [], rejected: [], ...batch }));
  }

  sealBytes(body: Uint8Array): Uint8Array {
    return sealRecord(this.streamKey, body);
  }

  async inject(partition: number, ...values: readonly Uint8Array[]): Promise<void> {
    await this.stream.append(
      'scans',
      values.map((value) => ({ partition, value })),
    );
  }

  partitionOf(device: Uint8Array): number {
    return device[0]! % this.partitions;
  }

  /** What is in a record; nothing where it is none of this node: the attacker's own come by as well. */
  contents(record: { readonly value: Uint8Array }): StreamBatch {
    try {
      return decodeStreamBatch(openRecord(this.streamKey, record.value));
    } catch {
      return { scans: [], events: [], rejected: [] };
    }
  }

  /** The first tapped record for which this holds. @throws when none comes */
  async caught(holds: (record: TappedRecord) => boolean, timeoutMs = 60_000): Promise<TappedRecord> {
    for (const end = performance.now() + timeoutMs; ; await pause(10)) {
      const found = this.tapped.find(holds);
      if (found) return found;
      if (performance.now() > end) throw new Error('the record that the attacker waits for did not come');
    }
  }

  async end(): Promise<void> {
    await this.tap?.stop().catch(() => {});
    await this.stream.close().catch(() => {});
  }
}
