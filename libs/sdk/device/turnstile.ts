/** Lets at most `max` through at once; the others wait in order. */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(private readonly max: number) {}

  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#inside < this.max) this.#inside += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
    }
  }
}
