import type { NodeUnderTest } from '../node-under-test.js';
import type { AskOrder } from './asker.js';
import type { Askers } from './askers.js';
import type { ObjectsByScans } from './objects.js';
import { gcSeconds } from '../processes/gc-share.js';
import { sampleGroups } from '../processes/process-groups.js';
import { threadsTime } from './processor-time.js';

/** One way of reading. */
export interface Reading {
  readonly what: 'evidence' | 'trail';
  /** Of each object. */
  readonly scans: number;
  readonly tier: 'public' | 'customs';
  readonly askers: number;
  /** Offered; absent: as fast as answers come. */
  readonly readsPerSecond?: number;
}

/** What a reading came to; times of the processor are of one read. */
export interface ReadsMeasured {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly readsPerSecond: number;
  readonly kilobytesOfAnswer: number;
  readonly eventLoopMs: number;
  readonly otherThreadsMs: number;
  readonly garbageMs: number;
  readonly postgresMs: number;
  readonly askerMs: number;
}

export interface ReadsOf {
  readonly node: Pick<NodeUnderTest, 'apiUrl' | 'processes' | 'environment'>;
  readonly askers: Askers;
  readonly objects: ObjectsByScans;
  readonly token: string;
  readonly seconds: number;
}

/** Asks in one way for so long, and counts what it took of the api and of the database. */
export async function measureReading(
  reading: Reading,
  { node, askers, objects, token, seconds }: ReadsOf,
): Promise<ReadsMeasured> {
  const { api, postgres } = node.processes();
  const order: AskOrder = {
    port: Number(new URL(node.apiUrl).port),
    paths: pathsOf(reading, objects),
    askers: reading.askers,
    seconds,
    ...(reading.tier === 'customs' && { token }),
    ...(reading.readsPerSecond !== undefined && { readsPerSecond: reading.readsPerSecond }),
  };
  const spent = async (): Promise<{ loop: number; others: number; garbage: number; postgres: number }> => {
    const { firstThread, otherThreads } = threadsTime(api!);
    const garbage = await gcSeconds(`http://127.0.0.1:${node.environment['CAIRN_API_HEALTH_PORT']}/metrics`);
    const database = postgres === undefined ? undefined : sampleGroups({ postgres }).get('postgres');
    return {
      loop: firstThread,
      others: otherThreads,
      garbage: garbage ?? Number.NaN,
      postgres: database?.processorSeconds ?? Number.NaN,
    };
  };
  const before = await spent();
  const { reads, seconds: took, latencyMs, bytesOfAnswer, processorSeconds } = await askers.ask(order);
  const after = await spent();
  const eachMs = (all: number): number => (all / reads) * 1_000;
  return {
    p50Ms: latencyMs.p50,
    p99Ms: latencyMs.p99,
    maxMs: latencyMs.max,
    readsPerSecond: reads / took,
    kilobytesOfAnswer: bytesOfAnswer / 1_000,
    eventLoopMs: eachMs(after.loop - before.loop),
    otherThreadsMs: eachMs(after.others - before.others),
    garbageMs: eachMs(after.garbage - before.garbage),
    postgresMs: eachMs(after.postgres - before.postgres),
    askerMs: eachMs(processorSeconds),
  };
}

function pathsOf({ what, scans }: Reading, objects: ObjectsByScans): string[] {
  return objects.get(scans)!.map((uri) => `/api/v1/objects/${uri.replace('https://id.gs1.org/', '')}/${what}`);
}
