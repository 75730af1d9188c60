import type { Counter, Health, Histogram, Metrics } from '#libs/host/service';
import type { WitnessDecision } from '../decision.js';
import type { Witness } from '../witness.js';

export type RequestOutcome = WitnessDecision['kind'] | 'too-large' | 'failed';

/** What a witness shows of itself to whoever watches it. */
export class WitnessMetrics {
  readonly requests: Counter<'outcome'>;
  readonly seconds: Histogram;

  constructor(witness: Witness, metrics: Metrics) {
    this.requests = metrics.counter('cairn_witness_requests_total', 'Requests to cosign, by what became of them', [
      'outcome',
    ]);
    this.seconds = metrics.histogram('cairn_witness_request_seconds', 'From a request that was read to its answer');
    metrics.gauge('cairn_witness_tree_size', 'Newest size that was cosigned', ['origin'], (gauge) => {
      for (const { origin, latest } of witness.logs()) gauge.set({ origin }, latest?.size ?? 0);
    });
    metrics.gauge('cairn_witness_cosigned_timestamp_seconds', 'Time of the newest cosignature', ['origin'], (gauge) => {
      for (const { origin, latest } of witness.logs()) if (latest) gauge.set({ origin }, latest.timeSeconds);
    });
  }
}

/** Not ready: a witness that cannot store or cannot date signs nothing. */
export function addWitnessChecks(witness: Witness, health: Health): void {
  health.addCheck('store', () => throwIf(witness.storeProblem()));
  health.addCheck('clock', () => throwIf(witness.clockProblem()));
}

function throwIf(problem: string | null): void {
  if (problem !== null) throw new Error(problem);
}
