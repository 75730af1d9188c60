import type { KeyText } from '#libs/core/entries';
import type { WrongEvent } from './declared-wrong.js';
import type { ToldFact, ToldFinding, ToldFindingCode } from './told-findings.js';
import type { ToldBranch, ToldPacking, ToldSpan, ToldStep } from './told-story.js';
import { COMMISSIONS, SELLS_OR_ENDS } from './steps-of-holders.js';
import { Action, EventType } from '#libs/core/wire';

/** What findings are made of. */
export interface Findable {
  readonly isClass: boolean;
  readonly isOwnerKnown: boolean;
  readonly steps: readonly ToldStep[];
  readonly spans: readonly ToldSpan[];
  readonly branches: readonly ToldBranch[];
  /** Log indexes of scans that were told late and changed what stood. */
  readonly toldLate: readonly number[];
  readonly wrong: readonly WrongEvent[];
}

const finding = (code: ToldFindingCode, facts: readonly ToldFact[], entries: readonly number[]): ToldFinding => ({
  code,
  facts,
  entries,
});
const party = (key: KeyText): ToldFact => ({ name: 'party', party: key });

/** What the story notices, without a sentence. */
export function findingsOf(told: Findable): ToldFinding[] {
  const { steps, spans, isOwnerKnown } = told;
  const first = steps.find(({ standing }) => standing === 'began') ?? steps[0];
  return [
    ...(isOwnerKnown || !first ? [] : [finding('OWNER_UNKNOWN', [], [first.scan.logIndex])]),
    ...unconfirmedHolders(told),
    ...byParty(
      'LATE_NO_EFFECT',
      steps.filter(({ hasNoEffect }) => hasNoEffect),
    ),
    ...told.toldLate.map((entry) => finding('TOLD_LATE', [], [entry])),
    ...byParty(
      'SEEN_ELSEWHERE',
      steps.filter(({ standing }) => standing === 'outsider'),
    ),
    ...(told.isClass ? [] : byParty('CODE_SEEN_TWICE', steps.filter(isSecondThing))),
    ...told.wrong.map(wrongEvent),
    ...steps.flatMap(reportedFor),
    ...spans.filter(({ uncertain }) => uncertain).map(spanUncertain),
    ...steps.flatMap(packings),
  ];
}

function unconfirmedHolders({ branches, steps }: Findable): ToldFinding[] {
  return branches.flatMap(({ from, holders }) =>
    [...new Set(holders.map((holder) => holder.party))].flatMap((holder) =>
      byParty(
        'HOLDER_UNCONFIRMED',
        steps.filter((step) => step.branch === from && step.party === holder),
      ),
    ),
  );
}

/** One finding a party, with the first and the newest entry, and how many there are. */
function byParty(code: ToldFindingCode, steps: readonly ToldStep[]): ToldFinding[] {
  const groups = new Map<KeyText | null, ToldStep[]>();
  for (const step of steps) {
    const group = groups.get(step.party);
    if (group) group.push(step);
    else groups.set(step.party, [step]);
  }
  return [...groups].map(([key, group]) => {
    const [first, newest] = [group[0]!.scan.logIndex, group.at(-1)!.scan.logIndex];
    const facts: ToldFact[] = [...(key === null ? [] : [party(key)]), { name: 'scans', count: group.length }];
    return finding(code, facts, first === newest ? [first] : [first, newest]);
  });
}

/** Somebody without custody brings the thing into being, sells or ends it. */
function isSecondThing({ standing, scan: { bizStep, eventType, action }, via }: ToldStep): boolean {
  if ((standing !== 'outsider' && standing !== 'unconfirmed') || via.length > 0) return false;
  if (bizStep !== null) return COMMISSIONS.has(bizStep) || (standing === 'outsider' && SELLS_OR_ENDS.has(bizStep));
  return eventType === EventType.OBJECT && action === Action.ADD;
}

function wrongEvent({ declaration, event, isByItself }: WrongEvent): ToldFinding {
  const { reason, correctiveIds } = declaration.scan.errorDeclaration!;
  const facts: ToldFact[] = [
    ...(reason === null ? [] : [{ name: 'reason', text: reason } as const]),
    ...correctiveIds.map((text) => ({ name: 'corrective', text }) as const),
  ];
  const entries = [...(event ? [event.scan.logIndex] : []), declaration.scan.logIndex];
  return finding(isByItself ? 'DECLARED_WRONG' : 'DISPUTED', facts, entries);
}

function reportedFor({ party: signer, scan }: ToldStep): ToldFinding[] {
  const { informationProvider, logIndex } = scan;
  if (informationProvider === null || signer === null || informationProvider === signer) return [];
  return [finding('REPORTED_FOR', [party(signer), { name: 'provider', party: informationProvider }], [logIndex])];
}

const unit = ({ child, parent }: Pick<ToldPacking, 'child' | 'parent'>): ToldFact[] => [
  { name: 'child', object: child },
  { name: 'parent', object: parent },
];

const spanUncertain = (span: ToldSpan): ToldFinding =>
  finding('SPAN_UNCERTAIN', unit(span), span.to === null ? [span.from] : [span.from, span.to]);

const PACKING_CODES: Readonly<Partial<Record<ToldPacking['outcome'], ToldFindingCode>>> = {
  'not confirmed': 'PACKING_NOT_CONFIRMED',
  cycle: 'PACKING_IMPOSSIBLE',
  'too deep': 'DEPTH',
  'was not in it': 'UNPACKED_NOT_PACKED',
};

function packings({ packing, scan }: ToldStep): ToldFinding[] {
  return packing.flatMap((note) => {
    const code = PACKING_CODES[note.outcome];
    return code === undefined ? [] : [finding(code, unit(note), [scan.logIndex])];
  });
}
