import { holderDigits } from '#libs/core/gs1';
import { type KeyText, keyText } from '#libs/core/entries';
import { type CodesBody, CodesRole } from '#libs/core/wire';

/** A CODES event and where it stands. */
export interface LoggedCodes {
  readonly logIndex: number;
  readonly body: CodesBody;
}

/** Who may say what is made under a code. */
export interface CodeHolders {
  /** Null: nobody here is known to own it. */
  readonly owner: KeyText | null;
  /** By which digits the owner has it. */
  readonly digits: string | null;
  /** Who makes things under it beside the owner. */
  readonly madeBy: readonly KeyText[];
}

/** When a code is asked about. */
export interface CodeMoment {
  /** Events count above their own. */
  readonly logIndex: number;
  /** Arrival of what is asked about, in milliseconds since 1970. */
  readonly timeMs: number;
}

const NOBODY: CodeHolders = { owner: null, digits: null, madeBy: [] };

/**
 * Whose a code is. The newest event of each party, digits and role counts; of those who own it at that time the one with the most
 * digits. A maker counts beside an owner, and with no fewer digits.
 *
 * @param uri canonical
 * @param events of all prefixes of the code, of others as well, in any order
 * @see docs/formats/entry.md, CodesBody
 */
export function codeHolders(uri: string, events: readonly LoggedCodes[], at: CodeMoment): CodeHolders {
  const key = holderDigits(uri);
  if (!key) return NOBODY;
  const isOf = (digits: string): boolean => (key.isWhole ? digits === key.digits : key.digits.startsWith(digits));
  const live = [...newestBefore(events, at.logIndex)]
    .map(({ body }) => body)
    .filter((body) => isOf(body.digits) && isLiveAt(body, at.timeMs));
  const owners = live.filter(({ role }) => role === CodesRole.OWNER);
  const owner = owners.reduce<CodesBody | null>(
    (longest, body) => (longest && longest.digits.length >= body.digits.length ? longest : body),
    null,
  );
  if (!owner) return NOBODY;
  const makers = live.filter(({ role, digits }) => role === CodesRole.MADE_BY && digits.length >= owner.digits.length);
  return { owner: keyText(owner.party), digits: owner.digits, madeBy: makers.map(({ party }) => keyText(party)) };
}

/** Whether two times of holding, `until` not included, have a moment in common. */
export const heldTogether = (one: HeldTime, other: HeldTime): boolean =>
  (one.fromMs ?? 0) < (other.untilMs ?? Infinity) && (other.fromMs ?? 0) < (one.untilMs ?? Infinity);

export type HeldTime = Pick<CodesBody, 'fromMs' | 'untilMs'>;

const isLiveAt = ({ fromMs = 0, untilMs = Infinity }: CodesBody, timeMs: number): boolean =>
  fromMs <= timeMs && timeMs < untilMs;

function newestBefore(events: readonly LoggedCodes[], logIndex: number): Iterable<LoggedCodes> {
  const newest = new Map<string, LoggedCodes>();
  for (const event of events) {
    if (event.logIndex >= logIndex) continue;
    const { party, digits, role } = event.body;
    const name = `${digits} ${role} ${keyText(party)}`;
    const known = newest.get(name);
    if (!known || known.logIndex < event.logIndex) newest.set(name, event);
  }
  return newest.values();
}
