import type { ScanArrival } from '#libs/transport/mqtt';
import type { ReasonCode } from '#libs/core/wire';
import { partitionOf } from '#libs/transport/stream';
import type { SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import type { ScanArrivalBatch } from '../arrivals/batch.js';
import type { DeviceRegistry } from '../registry/device-registry.js';
import type { ScanAppender } from './appender.js';
import type { Candidate, ScanJudge } from './judge.js';
import type { Appendable } from './pack-records.js';
import type { Fault } from './read-payload.js';
import type { RejectWriter } from './reject-writer.js';
import type { SignatureGate } from './signature-gate.js';

/** What the pipeline tells whoever counts. */
export interface PipelineObserver {
  received(batch: { readonly scans: number; readonly payloadBytes: number }): void;
  /** Its signature is valid. */
  verified(): void;
  /** A scan became durable. */
  scanTaken(): void;
  /** An event of a device became durable. */
  eventTaken(): void;
  rejected(reason: ReasonCode): void;
  unexpected(error: unknown): void;
}

export interface PipelineParts {
  readonly judge: ScanJudge;
  readonly registry: DeviceRegistry;
  readonly verifier: SignatureVerifier;
  readonly gate: SignatureGate;
  /** Told of enrolled devices of which a scan had an invalid signature. */
  readonly distrust: (device: Uint8Array) => void;
  readonly appender: ScanAppender;
  readonly rejects: RejectWriter;
  readonly observer: PipelineObserver;
  readonly partitions: number;
  /** Sends a DeviceMessage; what does not arrive is asked for again. */
  readonly send: (deviceId: string, message: Uint8Array) => void;
}

/** What is known of a signature. Unverified ones the anchor verifies, which verifies all of them. */
type Verdict = 'valid' | 'invalid' | 'unverified';

/**
 * The way of a scan through ingest: judge, verify where the gate asks for it, append, answer. Batches are verified side by side and appended in the order of
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
      appender.add(candidates.map(({ candidate, verdict }) => this.#appendable(candidate, verdict, done)));
      handOver();
    });
  }

  async #judge(arrivals: readonly ScanArrival[]): Promise<{ candidate: Candidate; verdict: Verdict }[]> {
    const { judge, registry, distrust, observer } = this.parts;
    let candidates = arrivals.map((arrival) => judge.judge(arrival));
    if (candidates.some(({ unknown }) => unknown)) {
      await registry.refreshForUnknown();
      candidates = candidates.map((candidate) => (candidate.unknown ? judge.judge(candidate.arrival) : candidate));
    }
    const asked = candidates.map((candidate) => this.#checkOf(candidate));
    const verdicts = await this.#verify(asked.filter((check) => check !== undefined));
    let next = 0;
    return candidates.map((candidate, index) => {
      if (!asked[index]) return { candidate, verdict: 'unverified' };
      const isValid = verdicts[next++]!;
      if (isValid === 'unknown')
        return { candidate: { ...candidate, fault: { reason: 'OVERLOADED' } }, verdict: 'unverified' };
      if (isValid) observer.verified();
      else distrust(candidate.device);
      return { candidate, verdict: isValid ? 'valid' : 'invalid' };
    });
  }

  /** What is refused is always verified: only what its device has signed goes with the refusal. */
  #checkOf({ arrival, device, check, fault }: Candidate): SignatureCheck | undefined {
    return check && (fault || this.parts.gate.verifies(arrival, device)) ? check : undefined;
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

  #appendable(candidate: Candidate, verdict: Verdict, done: () => void): Appendable {
    const { observer, partitions } = this.parts;
    const { arrival, device, scan } = candidate;
    const partition = partitionOf(device, partitions);
    if (candidate.isEvent) return this.#event(candidate, done);
    const fault: Fault | undefined =
      candidate.fault ?? (verdict === 'invalid' ? { reason: 'SIGNATURE_INVALID' } : undefined);
    if (fault || !scan) return this.#reject(candidate, fault ?? { reason: 'MALFORMED' }, verdict === 'valid', done);
    return {
      partition,
      scan: { signedScan: arrival.payload, receivedTimeMs: arrival.receivedTimeMs },
      done: () => {
        observer.scanTaken();
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
