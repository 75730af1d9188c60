import type { ChainNote } from './chain.js';
import type { Scene } from './scene.js';
import type { Told } from './steps-told.js';
import type { ToldPacking } from './told-story.js';

/** A thing that left a unit. */
interface Left {
  readonly parent: number;
  readonly seenAlone: boolean;
  /** When what is inside of it was put into it: what it was in before stands in other trails. */
  readonly at: number;
}

/** Notes on packings, without those that say nothing new: a thing that was seen alone, and only then said to be taken out. */
export class PackingNotes {
  private readonly left = new Map<number, Left>();
  private count = 0;

  constructor(private readonly scene: Scene) {}

  /** The notes of the next step, in told order. */
  of(told: Told): ToldPacking[] {
    this.count++;
    const notes = told.notes.filter((note) => note.outcome !== 'was not in it' || this.isNews(note, told));
    if (!told.branch)
      for (const { child, level, end } of told.left)
        this.left.set(child, { parent: level.key, seenAlone: end === 'seen alone', at: this.count });
    return notes.map(({ act, child, parent, outcome }) => ({
      act,
      outcome,
      child: this.scene.keys.textOf(child),
      parent: this.scene.keys.textOf(parent),
    }));
  }

  private isNews({ child, parent }: ChainNote, { before }: Told): boolean {
    const level = before.chain.findIndex(({ key }) => key === child);
    const isThing = level < 0;
    if (before.chain[isThing ? 0 : level + 1]) return true;
    const last = this.left.get(child);
    if (!last) return isThing;
    return last.parent !== parent || !last.seenAlone;
  }
}
