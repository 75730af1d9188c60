type Step = () => Promise<void>;

/** What is to be ended when the bench is interrupted: processes and folders, the newest first. */
class Ending {
  private readonly steps = new Set<Step>();
  private isUnderWay = false;

  /** @returns what takes the step away again, once it is done in the usual course */
  add(step: Step): () => void {
    this.steps.add(step);
    return () => void this.steps.delete(step);
  }

  /** From the first signal on nothing else counts. */
  get isBegun(): boolean {
    return this.isUnderWay;
  }

  /** Ctrl-C, the signals of a terminal that is closed or of a supervisor, and faults that nobody caught end everything, then this process. */
  onSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => this.begin('\nending what was started ...', 130));
    // Connections to what is being ended break: once it has begun that is no news.
    for (const fault of ['uncaughtException', 'unhandledRejection'] as const)
      process.on(fault, (error: unknown) => this.begin(`npm run bench: ${String(error)}`, 1));
  }

  private begin(sentence: string, exitCode: number): void {
    if (this.isUnderWay) return;
    this.isUnderWay = true;
    console.error(sentence);
    void this.endAll().finally(() => process.exit(exitCode));
  }

  private async endAll(): Promise<void> {
    for (const step of [...this.steps].toReversed())
      await step().catch((error: Error) => console.error(`  ${error.message}`));
  }
}

export const ending = new Ending();
