import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Metrics } from '#libs/host/service';
import { API_METRICS } from '../tokens.js';

/** Limits of apps/api/http/limits.ts that refuse somebody. */
export type LimitName =
  'connections' | 'connections-per-address' | 'questions' | 'questions-per-caller' | 'wrong-tokens-per-address';

/** How often somebody was refused by a limit. Never who: that would say who looks at goods. */
@Injectable()
export class LimitMetrics {
  private readonly refused: Counter<'limit'>;

  constructor(@Inject(API_METRICS) metrics: Metrics) {
    this.refused = metrics.counter('cairn_api_refused_total', 'Requests and connections refused by a limit', ['limit']);
  }

  reached(limit: LimitName): void {
    this.refused.inc({ limit });
  }
}
