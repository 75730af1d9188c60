import { pino } from 'pino';
import type { Logger } from '#libs/host/service';

/** Hears from an anchor's logger each time that it starts again, and how many failures in a row that makes. */
export class Restarts {
  private readonly failures: number[] = [];

  readonly logger: Logger = pino(
    { level: 'warn' },
    {
      write: (line: string) => {
        const { failures } = JSON.parse(line) as { failures?: number };
        if (failures !== undefined) this.failures.push(failures);
      },
    },
  );

  get heard(): number {
    return this.failures.length;
  }

  /** What was heard since it was taken last. */
  take(): readonly number[] {
    return this.failures.splice(0);
  }
}
