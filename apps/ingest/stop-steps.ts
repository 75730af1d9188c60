import type { Logger } from '#libs/host/service';

// Nothing that is left then is worth waiting for: scans that are not durable are sent again.
const STEP_TIMEOUT_MS = 250;

interface Step {
  readonly name: string;
  readonly stop: () => Promise<unknown>;
  readonly timeoutMs: number;
}

/** What has to be let go of, in the reverse order of its start, each step within its time. Also after a start that failed half-way. */
export class StopSteps {
  readonly #steps: Step[] = [];

  constructor(private readonly logger: Logger) {}

  add(name: string, stop: () => Promise<unknown>, { timeoutMs = STEP_TIMEOUT_MS } = {}): void {
    this.#steps.push({ name, stop, timeoutMs });
  }

  /** Never rejects. A second call has nothing left to do. */
  async stop(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      const { name } = step;
      try {
        await inTime(step);
      } catch (error) {
        this.logger.warn({ err: error }, `${name} did not stop in order`);
      }
    }
  }
}

async function inTime({ stop, timeoutMs }: Step): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it took more than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([stop(), late]);
  } finally {
    clearTimeout(timer);
  }
}
