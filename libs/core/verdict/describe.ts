import {
  CounterBook,
  type DeviceFacts,
  deviceFacts,
  type PartyView,
  partyView,
  type SpanView,
  type Story,
  trailStep,
  type TrailStep,
  urisOf,
} from '#libs/core/story';
import type { KeyText, ReadEntry } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { findingsOf } from './findings.js';
import { compromisedKeys, equivocations, unnamedEquivocations } from './key-findings.js';
import { statedOtherwise } from './stated-twice.js';
import type { Finding, StatusKind } from './status.js';

/** An object's trail as people and programs are shown it, by API, widget, portal and command line alike. */
export interface TrailDescription {
  /** Canonical URI. */
  readonly object: string;
  /** In log order. */
  readonly steps: readonly TrailStep[];
  /** Who has custody after the last step. */
  readonly custodian: PartyView | null;
  /** Party that was named by the custodian and has not scanned the object yet. */
  readonly openHandOver: PartyView | null;
  /** Units that the object was in, by the beginning of the time in them. */
  readonly spans: readonly SpanView[];
  /** Devices to whose keys something happened, by their first step. */
  readonly devices: readonly DeviceFacts[];
  readonly findings: readonly Finding[];
  /** Kinds of the findings, each once; `not checked` where there are none, for nobody can say more yet. */
  readonly status: readonly StatusKind[];
  readonly demo: boolean;
  readonly simulated: boolean;
}

/** Entries that were read, and the keys that they make known. */
export interface ReadTrail {
  /** Canonical URI. */
  readonly object: string;
  /** Ascending by log index. */
  readonly entries: readonly ReadEntry[];
  readonly keys: KeyState;
  readonly story: Story;
}

/** Describes a story that was read. */
export function describeStory({ object, entries, keys, story }: ReadTrail): TrailDescription {
  const book = new CounterBook(entries);
  const uriOf = urisOf(object, entries);
  const counted = story.steps.map((step) => {
    const hole = book.holeBelow(step.entry);
    return { hole, unit: step.about, step: trailStep(step, hole.missing, { object: story.object, keys, uriOf }) };
  });
  const steps = counted.map(({ step }) => step);
  const unit = (key: KeyText) => ({ key, uri: uriOf(key) });
  const spans = story.spans.map((span): SpanView => ({ ...span, child: unit(span.child), parent: unit(span.parent) }));
  const scans = story.steps.map(({ entry }) => entry);
  const findings = [
    ...findingsOf(counted, spans),
    ...equivocations(entries, steps),
    ...unnamedEquivocations(entries),
    ...compromisedKeys(scans, keys),
    ...scans.flatMap((scan) => statedOtherwise(scan, keys)),
  ];
  const party = (key: KeyText | null): PartyView | null => (key === null ? null : partyView(keys, key));
  return {
    object,
    steps,
    custodian: party(story.custodian),
    openHandOver: party(story.openHandOver),
    spans,
    devices: deviceFacts(
      scans.map(({ device }) => device),
      keys,
    ),
    findings,
    status: statusOf(findings),
    demo: steps.some(({ demo }) => demo),
    simulated: steps.some(({ simulated }) => simulated),
  };
}

/** The kinds of some findings, each once. */
export function statusOf(findings: readonly Finding[]): readonly StatusKind[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return kinds.length === 0 ? ['not checked'] : kinds;
}
