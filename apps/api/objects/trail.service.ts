import { Inject, Injectable } from '@nestjs/common';
import { describeUri } from '#libs/gs1';
import { describeTrail, visibleEntries, type Tier } from '#libs/provenance';
import { formatCursor } from '../http/paging.js';
import type { Trail } from '../openapi/trail-schema.js';
import { EvidenceService } from './evidence.service.js';

/** What is asked of a trail. */
export interface TrailQuestion {
  /** Canonical URI. */
  readonly object: string;
  readonly tier: Tier;
  /** Steps that earlier pages have shown: a trail only grows at its end, so pages join. */
  readonly offset: number;
  readonly limit: number;
}

/** Describes the trail of an object with the same rules as libs/provenance applies to evidence. */
@Injectable()
export class TrailService {
  constructor(@Inject(EvidenceService) private readonly evidence: EvidenceService) {}

  /** @throws {EvidenceError} OBJECT_UNKNOWN */
  async trail({ object, tier, offset, limit }: TrailQuestion): Promise<Trail> {
    const { checkpoint, gathered } = await this.evidence.gather(object);
    const { origin, size } = checkpoint;
    const entries = visibleEntries(gathered.entries, { tier, object });
    const { steps, ...about } = describeTrail({ object, origin, entries });
    const { kind, label } = describeUri(object);
    // The schema is the contract; libs/provenance hands out the same members as read-only.
    return {
      ...about,
      kind,
      label,
      tier,
      checkpoint: { origin, size },
      steps: steps.slice(offset, offset + limit),
      stepsTotal: steps.length,
      until: gathered.until < size ? gathered.until : null,
      next: offset + limit < steps.length ? formatCursor(offset + limit) : null,
    } as Trail;
  }
}
