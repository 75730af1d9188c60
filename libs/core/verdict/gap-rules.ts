import type { KeyText } from '#libs/core/entries';
import type { TrailStep } from '#libs/core/story';

/** Codes of {@link STEP_RULES}. */
export type StepRuleCode =
  | 'RECEIVED_NOT_SHIPPED'
  | 'ARRIVED_NOT_DEPARTED'
  | 'UNLOADED_NOT_LOADED'
  | 'UNPACKED_NOT_PACKED'
  | 'SHIPMENT_VOIDED_NOT_SHIPPED'
  | 'RETURNED_NOT_DELIVERED';

/** A step that implies an earlier one. Values are business steps of CBV 2.0, in `at.disposition` dispositions. */
export interface StepRule {
  readonly code: StepRuleCode;
  /** The step that implies. */
  readonly at: { readonly bizStep: readonly string[] } | { readonly disposition: readonly string[] };
  /** Business steps of which one must stand before it. */
  readonly needs: readonly string[];
  /** It undoes a unit, and units lie in each other: the next party may undo the inner one of what was made before. */
  readonly undoesUnit?: true;
  /** What is said where none does. */
  readonly text: string;
}

const ON_THE_WAY = ['shipping', 'departing', 'loading', 'transporting', 'consigning'];

/**
 * Steps that the trail itself implies and may lack. The implied step must stand before the implying one, and after the last one of
 * the same kind by another party: who receives from a warehouse needs the shipping of that warehouse, not that of the maker. Where
 * units are undone this holds for one and the same unit only: a depot opens the pallet, and then the shop a case that was on it.
 *
 * @see docs/formats/trail.md, Gaps
 */
export const STEP_RULES: readonly StepRule[] = [
  {
    code: 'RECEIVED_NOT_SHIPPED',
    at: { bizStep: ['receiving'] },
    needs: ON_THE_WAY,
    text: 'It was received, and nobody shipped it.',
  },
  {
    code: 'ARRIVED_NOT_DEPARTED',
    at: { bizStep: ['arriving'] },
    needs: ON_THE_WAY,
    text: 'It arrived, and never departed.',
  },
  {
    code: 'UNLOADED_NOT_LOADED',
    at: { bizStep: ['unloading'] },
    needs: ['loading'],
    undoesUnit: true,
    text: 'It was unloaded, and never loaded.',
  },
  {
    code: 'UNPACKED_NOT_PACKED',
    at: { bizStep: ['unpacking'] },
    needs: ['packing', 'repackaging'],
    undoesUnit: true,
    text: 'It was unpacked, and never packed.',
  },
  {
    code: 'SHIPMENT_VOIDED_NOT_SHIPPED',
    at: { bizStep: ['void_shipping'] },
    needs: ['shipping'],
    text: 'A shipment was declared void that never took place.',
  },
  {
    code: 'RETURNED_NOT_DELIVERED',
    at: { disposition: ['returned'] },
    needs: [...ON_THE_WAY, 'retail_selling', 'dispensing', 'receiving', 'accepting'],
    text: 'It came back, and never went out.',
  },
];

/** A step and the key of the unit that it is about: the parent that its scan names, else the innermost of what the goods are and lie in. */
export interface StepOfUnit {
  readonly step: TrailStep;
  readonly unit: KeyText;
}

/** A step that implies an earlier one which is not there. */
export interface MissingStep {
  readonly rule: StepRule;
  /** The step that implies. */
  readonly at: TrailStep;
}

/**
 * Every step that is implied and missing, in the order of the steps. Steps without a readable business step can neither imply nor satisfy.
 *
 * @param isSet they are of a class of things: one shipping may be of what many receive, and what is unpacked may have been packed by its own
 *   names
 */
export function missingSteps(steps: readonly StepOfUnit[], isSet = false): MissingStep[] {
  const rules = STEP_RULES.filter(({ undoesUnit }) => !isSet || !undoesUnit);
  return steps.flatMap((at, place) => {
    const before = steps.slice(0, place);
    const broken = rules.filter((rule) => implies(rule, at.step) && !isSatisfied(rule, at, { before, isSet }));
    return broken.map((rule) => ({ rule, at: at.step }));
  });
}

function isSatisfied(
  rule: StepRule,
  at: StepOfUnit,
  { before, isSet }: { readonly before: readonly StepOfUnit[]; readonly isSet: boolean },
): boolean {
  // The unit that it opens was closed by a packing that counts, whatever business step that one had.
  if (rule.undoesUnit && at.step.packing.some(({ act, outcome }) => act === 'unpacked' && outcome === 'confirmed'))
    return true;
  for (const { step, unit } of [...before].reverse()) {
    if (step.bizStep !== null && rule.needs.includes(step.bizStep)) return true;
    // An erased or hidden business step could be the one: then nothing can be said.
    if (step.bizStep === null && step.hiddenClaims > 0) return true;
    const sameThing = !rule.undoesUnit || unit === at.unit;
    if (!isSet && sameThing && implies(rule, step) && step.party?.key !== at.step.party?.key) return false;
  }
  return false;
}

function implies({ at }: StepRule, { bizStep, disposition }: TrailStep): boolean {
  const value = 'bizStep' in at ? bizStep : disposition;
  return value !== null && ('bizStep' in at ? at.bizStep : at.disposition).includes(value);
}
