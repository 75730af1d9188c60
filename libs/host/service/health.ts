import { withoutUserinfo } from '#libs/host/addresses';

/** Ends well when the part works; throws an Error whose message says in one sentence what does not. */
export type HealthCheck = () => void | Promise<void>;

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, string>>;
  /** What an operator should know and what takes nothing from the status. */
  readonly notes: Readonly<Record<string, string>>;
}

// Longer than a database round trip under load, shorter than the usual probe's patience of 5 s.
const CHECK_TIMEOUT_MS = 2_000;

/** What /health/ready asks: one check for each part that the process cannot work without. */
export class Health {
  private readonly checks = new Map<string, HealthCheck>();
  private readonly notes = new Map<string, () => string>();

  addCheck(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** @param note says in one line how something does that the process can do without for a while. */
  addNote(name: string, note: () => string): void {
    this.notes.set(name, note);
  }

  async report(): Promise<HealthReport> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await outcome(check)] as const),
    );
    return {
      status: results.every(([, text]) => text === 'ok') ? 'ok' : 'unavailable',
      checks: Object.fromEntries(results),
      notes: Object.fromEntries([...this.notes].map(([name, note]) => [name, withoutUserinfo(note())])),
    };
  }
}

async function outcome(check: HealthCheck): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([(async () => check())().then(() => 'ok'), late]);
  } catch (error) {
    return withoutUserinfo(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}
