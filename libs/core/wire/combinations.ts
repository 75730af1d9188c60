import { WireError } from './errors.js';
import { checkRole, Role, ROLE_MAX, roleOf } from './roles.js';

/** The parts of a header that must fit each other. */
interface Combination {
  readonly eventType: number;
  readonly action: number;
  readonly objects: readonly Uint8Array[];
  readonly roles: Uint8Array;
}

/** How many objects of one role a scan may name. */
interface Count {
  readonly min: number;
  readonly max: number;
}
/** Counts by role. An absent role is not allowed. */
type Roles = Readonly<Partial<Record<number, Count>>>;

const ANY: Count = { min: 0, max: Infinity };
const SOME: Count = { min: 1, max: Infinity };
const ONE: Count = { min: 1, max: 1 };
const AT_MOST_ONE: Count = { min: 0, max: 1 };

const { SUBJECT, PARENT, CHILD, INPUT, OUTPUT, INPUT_AND_OUTPUT, CONTEXT } = Role;
const [NONE, ADD, OBSERVE, DELETE] = [0, 1, 2, 3] as const;

/**
 * Which roles go with which event type and action, after EPCIS 2.0 section 7.4. That a scan names at least one object is
 * in the strict table.
 * DELETE without children empties the parent. An observed aggregation may lack its parent: children seen together.
 */
const COMBINATIONS: Readonly<Record<number, Readonly<Record<number, Roles>>>> = {
  // ObjectEvent
  1: { [ADD]: { [SUBJECT]: SOME }, [OBSERVE]: { [SUBJECT]: SOME }, [DELETE]: { [SUBJECT]: SOME } },
  // AggregationEvent
  2: {
    [ADD]: { [PARENT]: ONE, [CHILD]: SOME },
    [OBSERVE]: { [PARENT]: AT_MOST_ONE, [CHILD]: SOME },
    [DELETE]: { [PARENT]: ONE, [CHILD]: ANY },
  },
  // TransactionEvent: the documents are claims
  3: {
    [ADD]: { [PARENT]: AT_MOST_ONE, [SUBJECT]: ANY },
    [OBSERVE]: { [PARENT]: AT_MOST_ONE, [SUBJECT]: ANY },
    [DELETE]: { [PARENT]: AT_MOST_ONE, [SUBJECT]: ANY },
  },
  // TransformationEvent: one side may be empty, because a large one is split into several scans of one transformationId
  4: { [NONE]: { [INPUT]: ANY, [OUTPUT]: ANY, [INPUT_AND_OUTPUT]: ANY } },
  // AssociationEvent: its parent is never left out
  5: {
    [ADD]: { [PARENT]: ONE, [CHILD]: SOME },
    [OBSERVE]: { [PARENT]: ONE, [CHILD]: SOME },
    [DELETE]: { [PARENT]: ONE, [CHILD]: ANY },
  },
};

/** Event types that may name a context in place of goods: what is measured in a room, a transaction without things. */
const WITH_CONTEXT: ReadonlySet<number> = new Set([1, 3]);
const CONTEXT_ALONE: Roles = { [CONTEXT]: SOME };

const ROLE_NAMES = ['', 'subject', 'parent', 'child', 'input', 'output', 'input and output', 'context'];

/**
 * Decides whether roles, event type and action fit each other.
 *
 * @throws {WireError} ROLES_LENGTH, ROLE_UNKNOWN, ACTION_COMBINATION, ROLE_COMBINATION.
 * @see docs/formats/scan.md, Event types, actions and roles
 */
export function checkCombination({ eventType, action, objects, roles }: Combination): void {
  if (roles.length !== objects.length) {
    throw new WireError('ROLES_LENGTH', `there are ${roles.length} roles for ${objects.length} objects`);
  }
  const allowed = COMBINATIONS[eventType]?.[action];
  if (!allowed) throw new WireError('ACTION_COMBINATION', `event type ${eventType} has no action ${action}`);
  const counts = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const byte of roles) {
    checkRole(byte);
    counts[roleOf(byte)]! += 1;
  }
  const rules = counts[CONTEXT]! > 0 && WITH_CONTEXT.has(eventType) ? CONTEXT_ALONE : allowed;
  for (let role = 1; role <= ROLE_MAX; role++) {
    const { min, max } = rules[role] ?? { min: 0, max: 0 };
    if (counts[role]! < min || counts[role]! > max) {
      throw new WireError(
        'ROLE_COMBINATION',
        `event type ${eventType} with action ${action} names ${counts[role]} objects as ${ROLE_NAMES[role]}`,
      );
    }
  }
}
