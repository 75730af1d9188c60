import { type Differences, short } from './findings.js';

/** Says once where committed roots begin to differ: one changed entry changes every root after it. */
export class RootRun {
  private agreedSize = 0;
  private first: { readonly size: number; readonly text: string } | undefined;
  private last = 0;
  private count = 0;

  constructor(private readonly differences: Differences) {}

  take(size: number, committed: Buffer, found: Buffer): void {
    if (committed.equals(found)) {
      this.report('later sizes agree, so that it is these rows');
      this.agreedSize = size;
      return;
    }
    this.first ??= { size, text: `log_root has ${short(committed)} at size ${size}, the entries give ${short(found)}` };
    this.last = size;
    this.count++;
  }

  /** After the last size: what differs up to here was changed in the entries. */
  end(): void {
    const from = this.agreedSize;
    this.report(`size ${from} agrees, so look at entries ${from} to ${(this.first?.size ?? 0) - 1}`);
  }

  private report(why: string): void {
    if (!this.first) return;
    const more = this.count > 1 ? `, and so at ${this.count} sizes up to ${this.last}` : '';
    this.differences.add('ROOT', `${this.first.text}${more}; ${why}`);
    this.first = undefined;
    this.count = 0;
  }
}
