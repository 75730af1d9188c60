import { bytesEqual, operatorKey } from '../wire/index.js';
import { EVIDENCE_ENTRIES_MAX, type EvidenceBundle } from '../evidence/bundle.js';
import { type KeyText, keyText, type ReadEntry } from '../evidence/read-entry.js';
import type { Story } from '../custody/types.js';
import type { KeyState } from '../keys/key-state.js';
import { Trail } from '../trail.js';
import type { CheckList } from './checks.js';

/** Evidence may stop before the end of the story only when it is nearly full. */
const CUT_FROM_ENTRIES = EVIDENCE_ENTRIES_MAX / 2;

/**
 * Whether the trails that the evidence calls whole are those of the object and of all who signed, give the length and root that it
 * states, and whether every entry belongs to one of them or to a span that the object spent in a unit.
 */
export function checkTrails(
  input: {
    readonly bundle: EvidenceBundle;
    readonly size: number;
    readonly origin: string;
    readonly entries: readonly ReadEntry[];
    readonly keys: KeyState;
    readonly story: Story;
  },
  checks: CheckList,
): void {
  const { bundle, size, entries, story } = input;
  if (story.steps.length === 0)
    checks.add(
      'TRAILS',
      'not-judged',
      'No scan of the object is in the evidence, and nobody can prove yet that there is none.',
    );
  if (bundle.until > size || (bundle.until < size && entries.length <= CUT_FROM_ENTRIES)) {
    checks.add(
      'TRAILS',
      'failed',
      `The evidence says that it goes to entry ${bundle.until}, and its checkpoint to ${size}.`,
    );
  }
  const beyond = story.steps.map(({ entry }) => entry.logIndex).filter((logIndex) => logIndex >= bundle.until);
  if (beyond.length > 0)
    checks.add(
      'TRAILS',
      'failed',
      `Entries lie beyond entry ${bundle.until}, up to which the evidence says it goes.`,
      beyond,
    );
  checkHeads(bundle, entries, checks);
  checkWhichTrails(input, checks);
  checkNothingForeign(bundle, entries, story, checks);
  if (!checks.isAnswered('TRAILS')) {
    checks.add(
      'TRAILS',
      'passed',
      `The entries give the ${bundle.trails.length} trails that the evidence states, link by link.`,
    );
  }
}

function checkHeads(bundle: EvidenceBundle, entries: readonly ReadEntry[], checks: CheckList): void {
  for (const { key, length, root } of bundle.trails) {
    const trail = Trail.empty(key);
    const name = keyText(key);
    for (const { logIndex, leaf, objects } of entries) if (objects.includes(name)) trail.append(logIndex, leaf);
    if (trail.length !== length || !bytesEqual(trail.root(), root)) {
      const text = `The trail ${name.slice(0, 8)} is stated with ${length} links, and the ${trail.length} entries that name it do not give its root.`;
      checks.add('TRAILS', 'failed', text);
    }
  }
}

function checkWhichTrails(
  {
    bundle,
    origin,
    keys,
    story,
  }: { readonly bundle: EvidenceBundle; readonly origin: string; readonly keys: KeyState; readonly story: Story },
  checks: CheckList,
): void {
  const stated = new Set(bundle.trails.map(({ key }) => keyText(key)));
  const needed = new Set<KeyText>([story.object, keyText(operatorKey(origin))]);
  const allowed = new Set<KeyText>();
  for (const { entry } of story.steps) {
    needed.add(entry.device);
    const party = keys.device(entry.device)?.party;
    if (party !== undefined && keys.party(party)) needed.add(party);
    if (entry.header.to) allowed.add(keyText(entry.header.to));
  }
  const missing = [...needed].filter((key) => !stated.has(key));
  const foreign = [...stated].filter((key) => !needed.has(key) && !allowed.has(key));
  if (missing.length > 0) checks.add('TRAILS', 'failed', `${missing.length} trails that must be whole are not stated.`);
  if (foreign.length > 0)
    checks.add('TRAILS', 'failed', `${foreign.length} trails are stated that have nothing to do with the object.`);
}

function checkNothingForeign(
  bundle: EvidenceBundle,
  entries: readonly ReadEntry[],
  story: Story,
  checks: CheckList,
): void {
  const told = new Set(story.steps.map(({ entry }) => entry.logIndex));
  const whole = new Set(bundle.trails.map(({ key }) => keyText(key)));
  const foreign = entries
    .filter(({ kind, logIndex, objects }) =>
      kind === 'scan' ? !told.has(logIndex) : !objects.some((key) => whole.has(key)),
    )
    .map(({ logIndex }) => logIndex);
  if (foreign.length > 0)
    checks.add(
      'TRAILS',
      'failed',
      'Entries belong to no trail of the evidence, or to a unit while the object was not in it.',
      foreign,
    );
}
