import type { Caller } from './caller.js';

/** How much there is, and how much of it nobody may take from others. All are counts. */
export interface Shares {
  readonly atOnceMax: number;
  readonly waitingMax: number;
  /** Running and waiting, of one caller. */
  readonly perCallerMax: number;
  /** Of what may run and of what may wait, the parts that stay with officers and with strangers: neither keeps the other out. */
  readonly atOnceReserved: number;
  readonly waitingReserved: number;
}

/** Why somebody is not let in: his own share is used up, or there is no room for anybody like him. */
export type Refusal = 'share' | 'full';

export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(readonly refusal: Refusal) {
    super(`refused: ${refusal}`);
  }
}

interface Waiter {
  readonly go: () => void;
  readonly refuse: (error: RefusedError) => void;
}

/** One caller with something here. */
interface Member {
  running: number;
  readonly waiting: Waiter[];
}

/** All officers, or all strangers. */
class Kind {
  running = 0;
  waiting = 0;
  readonly members = new Map<string, Member>();
  /** Names of those that have somebody waiting, in the order of their turns. */
  readonly turns = new Set<string>();

  member(name: string): Member {
    const known = this.members.get(name);
    if (known) return known;
    const member = { running: 0, waiting: [] };
    this.members.set(name, member);
    return member;
  }

  /** Whoever has most waiting. */
  longest(): Member | undefined {
    let longest: Member | undefined;
    for (const name of this.turns) {
      const member = this.members.get(name)!;
      if (member.waiting.length > (longest?.waiting.length ?? 0)) longest = member;
    }
    return longest;
  }

  forgetIfIdle(name: string): void {
    const member = this.members.get(name);
    if (member?.waiting.length === 0) {
      this.turns.delete(name);
      if (member.running === 0) this.members.delete(name);
    }
  }
}

/**
 * Lets so many in at once and lets some wait. Callers take turns, whatever each has waiting, so that one with a thousand questions
 * delays another by one; and where no room is left to wait, whoever has most waiting gives way to whoever has less.
 */
export class FairQueue {
  private readonly officers = new Kind();
  private readonly strangers = new Kind();
  private officersNext = true;

  constructor(private readonly shares: Shares) {}

  get running(): number {
    return this.officers.running + this.strangers.running;
  }

  get waiting(): number {
    return this.officers.waiting + this.strangers.waiting;
  }

  /** Resolves when it is this caller's turn; then `leave` has to follow. @throws {RefusedError} */
  async enter({ name, isOfficer }: Caller): Promise<void> {
    const kind = this.kindOf(isOfficer);
    const member = kind.member(name);
    try {
      if (member.running + member.waiting.length >= this.shares.perCallerMax) throw new RefusedError('share');
      if (this.mayRun(kind)) {
        kind.running += 1;
        member.running += 1;
        return;
      }
      this.makeRoom(kind, member);
    } catch (error) {
      kind.forgetIfIdle(name);
      throw error;
    }
    kind.waiting += 1;
    kind.turns.add(name);
    await new Promise<void>((go, refuse) => member.waiting.push({ go, refuse }));
  }

  leave({ name, isOfficer }: Caller): void {
    const kind = this.kindOf(isOfficer);
    kind.running -= 1;
    kind.member(name).running -= 1;
    kind.forgetIfIdle(name);
    this.letIn();
  }

  private kindOf(isOfficer: boolean): Kind {
    return isOfficer ? this.officers : this.strangers;
  }

  private mayRun(kind: Kind): boolean {
    const { atOnceMax, atOnceReserved } = this.shares;
    return this.running < atOnceMax && kind.running < atOnceMax - atOnceReserved;
  }

  /** @throws {RefusedError} full, where nobody of this kind has more waiting. */
  private makeRoom(kind: Kind, newcomer: Member): void {
    const { waitingMax, waitingReserved } = this.shares;
    if (this.waiting < waitingMax && kind.waiting < waitingMax - waitingReserved) return;
    const longest = kind.longest();
    // One more than the newcomer will have: two of the same length would put each other out without end.
    if (!longest || longest.waiting.length <= newcomer.waiting.length + 1) throw new RefusedError('full');
    kind.waiting -= 1;
    longest.waiting.pop()!.refuse(new RefusedError('share'));
  }

  /** Fills what has become free: officers and strangers by turns, and among each kind one caller after the other. */
  private letIn(): void {
    for (;;) {
      const kinds = this.officersNext ? [this.officers, this.strangers] : [this.strangers, this.officers];
      const kind = kinds.find((one) => one.turns.size > 0 && this.mayRun(one));
      if (!kind) return;
      this.officersNext = kind === this.strangers;
      const [name] = kind.turns;
      const member = kind.members.get(name!)!;
      kind.turns.delete(name!);
      if (member.waiting.length > 1) kind.turns.add(name!);
      kind.waiting -= 1;
      kind.running += 1;
      member.running += 1;
      // The one that waits goes on later: what it has taken is counted here.
      member.waiting.shift()!.go();
    }
  }
}
