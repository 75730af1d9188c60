import type { KeyText, ReadScan } from '#libs/core/entries';
import { type Packing, packingOf } from './packing.js';
import { CONTAINMENT_DEPTH_MAX, type PackingNote, type Span, type SpanEnd } from './types.js';

interface OpenSpan {
  readonly child: KeyText;
  readonly parent: KeyText;
  readonly from: number;
  uncertain: boolean;
}

/** What one object lies in, unit in unit, while the entries of its story go by. */
export class Containment {
  /** The object, the unit it is in, the unit that is in, and so on. */
  private chain: KeyText[];
  /** Span of each level in the next: one fewer than the levels. */
  private open: OpenSpan[] = [];
  private readonly closed: Span[] = [];

  constructor(object: KeyText) {
    this.chain = [object];
  }

  get levels(): readonly KeyText[] {
    return this.chain;
  }

  /** All spans in the order of their beginnings. */
  spans(): Span[] {
    const lasting = this.open.map((span): Span => ({ ...span, to: null, end: null }));
    return [...this.closed, ...lasting].sort((one, other) => one.from - other.from);
  }

  /**
   * Takes the next entry of the story.
   *
   * @param acts whether its signer has custody. Without it nothing changes, and the notes say so.
   * @param late whether it was logged after a higher counter of its boot: what it touches becomes uncertain.
   */
  take({
    entry,
    acts,
    late,
  }: {
    readonly entry: ReadScan;
    readonly acts: boolean;
    readonly late: boolean;
  }): PackingNote[] {
    const packing = packingOf(entry);
    // A late scan by someone without custody is one of the things that move nothing.
    const clouds = late && acts;
    if (clouds) for (const span of this.open) span.uncertain = true;
    const notes = packing ? this.takePacking(packing, entry.logIndex, acts) : [];
    // What cannot be moves nothing.
    const possible = notes.every(({ outcome }) => outcome !== 'cycle');
    if (acts && possible) this.endSpansOfThingsSeenAlone(entry, packing);
    if (clouds) for (const span of this.open) span.uncertain = true;
    return notes;
  }

  private takePacking(packing: Packing, logIndex: number, acts: boolean): PackingNote[] {
    const note = (child: KeyText, outcome: PackingNote['outcome']): PackingNote => ({
      act: packing.act,
      child,
      parent: packing.parent,
      outcome,
    });
    return packing.act === 'packed'
      ? this.pack(packing, logIndex, acts, note)
      : this.unpack(packing, logIndex, acts, note);
  }

  private pack({ parent, children }: Packing, logIndex: number, acts: boolean, note: NoteOf): PackingNote[] {
    const notes: PackingNote[] = [];
    // From the outside in: a gate that reads pallet and cases on one lorry says nothing new of the cases on the pallet.
    for (const child of this.chain.filter((level) => children.includes(level)).reverse()) {
      const level = this.chain.indexOf(child);
      const parentLevel = this.chain.indexOf(parent);
      if (parentLevel > level) continue;
      if (parentLevel >= 0) notes.push(note(child, 'cycle'));
      else if (!acts) notes.push(note(child, 'not confirmed'));
      else if (level + 1 > CONTAINMENT_DEPTH_MAX) notes.push(note(child, 'too deep'));
      else {
        this.endFrom(level, logIndex, 'packed elsewhere');
        this.chain = [...this.chain, parent];
        this.open.push({ child, parent, from: logIndex, uncertain: false });
        notes.push(note(child, 'confirmed'));
      }
    }
    return notes;
  }

  private unpack({ parent, children }: Packing, logIndex: number, acts: boolean, note: NoteOf): PackingNote[] {
    const parentLevel = this.chain.indexOf(parent);
    const inside = this.chain[parentLevel - 1];
    if (parentLevel > 0 && inside !== undefined && (children.length === 0 || children.includes(inside))) {
      if (!acts) return [note(inside, 'not confirmed')];
      this.endFrom(parentLevel - 1, logIndex, 'unpacked');
      return [note(inside, 'confirmed')];
    }
    const named = this.chain.filter((level) => children.includes(level));
    if (!acts) return named.map((child) => note(child, 'not confirmed'));
    return named.filter((child) => this.wasNotIn(child, parent)).map((child) => note(child, 'was not in it'));
  }

  /** Whether the story must know it if a level had been in a unit that it is not directly in now. */
  private wasNotIn(child: KeyText, parent: KeyText): boolean {
    const level = this.chain.indexOf(child);
    if (this.chain.indexOf(parent) > level) return false;
    if (this.open[level]) return true;
    // What a unit was in when the level before was put into it stands in entries that are not part of this story.
    const since = this.open[level - 1]?.from ?? -1;
    const last = this.closed.findLast((span) => span.child === child && span.from > since);
    if (!last) return level === 0;
    // Seen alone, and only then said to be taken out: the span is uncertain, and that is all.
    return last.parent !== parent || last.end !== 'seen alone';
  }

  /** The custodian scans something without the unit it should be in: it is no longer there, but nobody said when it left. */
  private endSpansOfThingsSeenAlone(entry: ReadScan, packing: Packing | undefined): void {
    for (const span of this.open) {
      const packedNow = packing?.act === 'packed' && span.from === entry.logIndex;
      if (packedNow || !entry.objects.includes(span.child) || entry.objects.includes(span.parent)) continue;
      span.uncertain = true;
      this.endFrom(this.chain.indexOf(span.child), entry.logIndex, 'seen alone');
      return;
    }
  }

  /** Ends the span of `level` in the next one, and with it all that lay around it. */
  private endFrom(level: number, logIndex: number, end: SpanEnd): void {
    for (const [at, span] of this.open.splice(level).entries()) {
      const uncertain = span.uncertain || (at === 0 && end === 'packed elsewhere');
      this.closed.push({ ...span, to: logIndex, end: at === 0 ? end : 'left with its content', uncertain });
    }
    this.chain = this.chain.slice(0, level + 1);
  }
}

type NoteOf = (child: KeyText, outcome: PackingNote['outcome']) => PackingNote;
