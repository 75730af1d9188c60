import { Inject, Injectable } from '@nestjs/common';
import { describeUri } from '#libs/core/gs1';
import { visibleEntries } from '#libs/core/evidence';
import { describeOwnEntries, type TrailStep } from '#libs/core/story';
import { describeTrail } from '#libs/core/verdict';
import type { Tier } from '#libs/core/wire';
import type { Trail } from '../openapi/trail-schema.js';
import { EvidenceService } from './evidence.service.js';
import { formatTrailPlace, type TrailPlace } from './trail-cursor.js';

/** What is asked of a trail. */
export interface TrailQuestion {
  /** Canonical URI. */
  readonly object: string;
  readonly tier: Tier;
  /** Where the page begins: a trail only grows at its end, so pages join. */
  readonly from: TrailPlace;
  readonly limit: number;
}

interface Page {
  readonly steps: readonly TrailStep[];
  readonly next: TrailPlace | null;
}

/** Entries of an object, from a log index on. */
interface EntrySpan {
  readonly kind: 'entry' | 'all';
  readonly origin: string;
  readonly size: number;
  readonly from: number;
}

/** Describes the trail of an object with the same rules as libs/core/verdict applies to evidence. */
@Injectable()
export class TrailService {
  constructor(@Inject(EvidenceService) private readonly evidence: EvidenceService) {}

  /** @throws {EvidenceError} OBJECT_UNKNOWN */
  async trail(question: TrailQuestion): Promise<Trail> {
    const { object, tier, from } = question;
    const at = from.kind === 'step' ? from.size : null;
    const { checkpoint, size, gathered } = await this.evidence.gather(object, at);
    const { origin } = checkpoint;
    const entries = visibleEntries(gathered.entries, { tier, object });
    const { steps: told, ...about } = await describeTrail({ ...gathered, object, origin, entries, size });
    const until = gathered.until < size ? gathered.until : null;
    const { kind, label } = describeUri(object);
    const { steps, next } =
      from.kind === 'step'
        ? pageOfStory(told, { offset: from.offset, limit: question.limit, size, until })
        : await this.pageOfEntries(question, {
            origin,
            size,
            kind: from.kind,
            // Not before the end of the story, which has those entries.
            from: from.kind === 'all' ? from.logIndex : Math.max(from.logIndex, gathered.until),
          });
    // The schema is the contract; libs/core/verdict hands out the same members as read-only.
    return {
      ...about,
      kind,
      label,
      tier,
      checkpoint: { origin, size },
      steps,
      stepsTotal: told.length,
      leftOut: gathered.omitted.length,
      until,
      next: next && formatTrailPlace(next),
    } as Trail;
  }

  private async pageOfEntries({ object, tier, limit }: TrailQuestion, { kind, ...span }: EntrySpan): Promise<Page> {
    const { entries, own, next } = await this.evidence.ownEntries(object, { ...span, limit });
    const visible = visibleEntries(entries, { tier, object });
    return {
      steps: describeOwnEntries({ object, origin: span.origin, entries: visible, own }),
      next: next === null ? null : { kind, logIndex: next },
    };
  }
}

function pageOfStory(
  told: readonly TrailStep[],
  {
    offset,
    limit,
    size,
    until,
  }: { readonly offset: number; readonly limit: number; readonly size: number; readonly until: number | null },
): Page {
  const end = offset + limit;
  const beyond: TrailPlace | null = until === null ? null : { kind: 'entry', logIndex: until };
  return { steps: told.slice(offset, end), next: end < told.length ? { kind: 'step', offset: end, size } : beyond };
}
