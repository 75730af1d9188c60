/** Texts by small numbers, in the order in which they were first asked for. */
export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  get size(): number {
    return this.texts.length;
  }

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** @throws {RangeError} for a number that was never given out */
  textOf(number: number): string {
    const text = this.texts[number];
    if (text === undefined) throw new RangeError(`nothing has the number ${number}`);
    return text;
  }
}
