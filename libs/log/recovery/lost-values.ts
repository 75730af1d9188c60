/** What of the private parts cannot be recovered, a line each, in log order. */
export class LostValues {
  readonly lines: string[] = [];
  private count = 0;

  /** URIs and disclosures that are left out. */
  get values(): number {
    return this.count;
  }

  /** A file as a whole: its values are counted by `lost`. */
  file(text: string): void {
    this.lines.push(text);
  }

  lost(logIndex: number, what: string, values: number): void {
    this.count += values;
    this.lines.push(`entry ${logIndex}: ${what}`);
  }
}
