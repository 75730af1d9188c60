import type { ScanArrival } from '#libs/transport/mqtt';
import { encodeSignedScan, type ReasonCode } from '#libs/core/wire';
import { partitionOf } from '#libs/transport/stream';
import { normaliseSignature, type SignatureCheck, type SignatureVerifier } from '#libs/core/signatures';
import type { ScanArrivalBatch } from '../arrivals/batch.js';
import type { DeviceRegistry } from '../registry/device-registry.js';
import type { ScanAppender } from './appender.js';
import type { Candidate, ScanJudge } from './judge.js';
import type { Appendable } from './pack-records.js';
import type { RejectWriter } from './reject-writer.js';
import type { Fault } from './read-payload.js';

/** What the pipeline tells whoever counts. */
export interface PipelineObserver {
  received(batch: { readonly scans: number; readonly payloadBytes: number }): void;
  verified(): void;
  /** An event of a device became durable. */
  eventTaken(): void;
  rejected(reason: ReasonCode): void;
  unexpected(error: unknown): void;
}

export interface PipelineParts {
  readonly judge: ScanJudge;
  readonly registry: DeviceRegistry;
  readonly verifier: SignatureVerifier;
  readonly appender: ScanAppender;
  readonly rejects: RejectWriter;
  readonly observer: PipelineObserver;
  readonly partitions: number;
  /** Sends a DeviceMessage; what does not arrive is asked for again. */
  readonly send: (deviceId: string, message: Uint8Array) => void;
}

/**
 * The way of a scan through ingest: judge, verify, append, answer. Batches are verified side by side and appended in the order of
 * their arrival. An acknowledgement leaves when the scan, or its reject, is durable, and not before.
 */
export class ScanPipeline {
  #turn: Promise<void> = Promise.resolve();

  constructor(private readonly parts: PipelineParts) {}

  /** Resolves when every arrival of the batch is durable and acknowledged. Never rejects. */
  async take({ arrivals }: ScanArrivalBatch): Promise<void> {
    const { observer, appender } = this.parts;
    let payloadBytes = 0;
    for (const { payload } of arrivals) payloadBytes += payload.length;
    observer.received({ scans: arrivals.length, payloadBytes });
    const judged = this.#judge(arrivals);
    const before = this.#turn;
    let handOver: () => void = () => {};
    this.#turn = new Promise((resolve) => (handOver = resolve));
    const candidates = await judged;
    await before;
    let open = candidates.length;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        open -= 1;
        if (open === 0) resolve();
      };
      appender.add(candidates.map(({ candidate, valid }) => this.#appendable(candidate, valid, done)));
      handOver();
    });
  }

  async #judge(arrivals: readonly ScanArrival[]): Promise<{ candidate: Candidate; valid: boolean }[]> {
    const { judge, registry } = this.parts;
    let candidates = arrivals.map((arrival) => judge.judge(arrival));
    if (candidates.some(({ unknown }) => unknown)) {
      await registry.refreshForUnknown();
      candidates = candidates.map((candidate) => (candidate.unknown ? judge.judge(candidate.arrival) : candidate));
    }
    const verdicts = await this.#verify(candidates.flatMap(({ check }) => check ?? []));
    let next = 0;
    return candidates.map((candidate) => {
      const verdict = candidate.check ? verdicts[next++]! : false;
      if (verdict === 'unknown') return { candidate: { ...candidate, fault: { reason: 'OVERLOADED' } }, valid: false };
      return { candidate, valid: verdict };
    });
  }

  async #verify(checks: readonly SignatureCheck[]): Promise<(boolean | 'unknown')[]> {
    if (checks.length === 0) return [];
    try {
      return await this.parts.verifier.verifyAll(checks);
    } catch (error) {
      // The platform failed, not the signatures: their scans stay with their devices.
      this.parts.observer.unexpected(error);
      return checks.map(() => 'unknown');
    }
  }

  #appendable(candidate: Candidate, valid: boolean, done: () => void): Appendable {
    const { observer, partitions } = this.parts;
    const { arrival, device, scan, check } = candidate;
    const partition = partitionOf(device, partitions);
    if (candidate.isEvent) return this.#event(candidate, done);
    const fault: Fault | undefined = candidate.fault ?? (valid ? undefined : { reason: 'SIGNATURE_INVALID' });
    if (fault || !scan || !check) return this.#reject(candidate, fault ?? { reason: 'MALFORMED' }, valid, done);
    const signature = normaliseSignature(check.algorithm, scan.signature);
    const signedScan = signature === scan.signature ? arrival.payload : encodeSignedScan({ ...scan, signature });
    return {
      partition,
      scan: { signedScan, receivedTimeMs: arrival.receivedTimeMs },
      done: () => {
        observer.verified();
        arrival.acknowledge();
        done();
      },
    };
  }

  /** Anchor answers for it. */
  #event({ arrival, device }: Candidate, done: () => void): Appendable {
    const { observer, partitions } = this.parts;
    return {
      partition: partitionOf(device, partitions),
      event: { signedEvent: arrival.payload, disclosures: [] },
      done: () => {
        observer.eventTaken();
        arrival.acknowledge();
        done();
      },
    };
  }

  #reject(candidate: Candidate, fault: Fault, valid: boolean, done: () => void): Appendable {
    const { observer, partitions, rejects, send } = this.parts;
    const { arrival, device } = candidate;
    const { rejected, message } = rejects.write(candidate, fault, valid);
    return {
      partition: partitionOf(device, partitions),
      rejected,
      done: () => {
        observer.rejected(fault.reason);
        // Before the acknowledgement, so that a device that waits for it has the reason by then.
        send(arrival.deviceId, message);
        arrival.acknowledge();
        done();
      },
    };
  }
}
