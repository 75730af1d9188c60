import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OutboxEnd } from '../evidence/records.js';
import type { DeviceCommand, DeviceOrder, DeviceReport, DeviceState, LoadMode } from './messages.js';

const PROGRAM = fileURLToPath(new URL('./device-process.js', import.meta.url));
// Loading the program, taking over the folders of a process that was killed, reading their outboxes.
const START_TIMEOUT_MS = 60_000;

/** Some devices in one process, from outside: started, told what to do, killed, started again. */
export class DeviceGroup {
  private child: ChildProcess | undefined;
  private life = 0;
  private latest: DeviceState | undefined;
  private earlier = { enqueued: 0, receipted: 0 };
  private mode: LoadMode = 'quiet';
  private mark = 0;
  private expectedEnd = false;
  private onReport: (() => void)[] = [];
  /** Why the process ended though nobody had asked it to. */
  failure: string | undefined;

  constructor(private readonly order: Omit<DeviceOrder, 'life'>) {}

  get name(): string {
    return this.order.name;
  }

  get processId(): number | undefined {
    return this.child?.pid;
  }

  /** What the process told last; nothing while it is dead or has just been started. */
  get state(): DeviceState | undefined {
    return this.latest;
  }

  /** Of all lives; what the last moments of a killed one did is missing. */
  get receipted(): number {
    return this.earlier.receipted + (this.latest?.receipted ?? 0);
  }

  get enqueued(): number {
    return this.earlier.enqueued + (this.latest?.enqueued ?? 0);
  }

  async start(): Promise<void> {
    this.life += 1;
    this.expectedEnd = false;
    const child = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child = child;
    child.on('message', (report: DeviceReport) => {
      if (child === this.child && report.state) this.take(report.state);
    });
    child.once('exit', (code, signal) => {
      if (!this.expectedEnd) this.failure = `the device process ${this.name} ended with ${signal ?? `code ${code}`}`;
    });
    this.send({ do: 'start', order: { ...this.order, life: this.life } });
    await this.until(() => this.latest !== undefined, START_TIMEOUT_MS);
    this.send({ do: 'mode', mode: this.mode });
    // Receipts of what the life before had stored are not fresh.
    this.send({ do: 'mark', mark: this.mark });
  }

  setMode(mode: LoadMode): void {
    this.mode = mode;
    this.send({ do: 'mode', mode });
  }

  setMark(mark: number): void {
    this.mark = mark;
    this.send({ do: 'mark', mark });
  }

  /** Whether a scan that was stored after the mark is receipted. */
  hasFlowSince(mark: number): boolean {
    return this.latest?.mark === mark && this.latest.freshReceipts > 0;
  }

  /** kill -9. Resolves when the process is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    this.expectedEnd = true;
    child.kill('SIGKILL');
    await gone;
    this.earlier = { enqueued: this.enqueued, receipted: this.receipted };
    this.latest = undefined;
  }

  /** Ends the process in order. @returns how its outboxes stand. */
  async end(): Promise<readonly OutboxEnd[]> {
    const child = this.child!;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    const told = new Promise<readonly OutboxEnd[]>((done, fail) => {
      child.on('message', ({ end }: DeviceReport) => end && done(end));
      void gone.then(() => fail(new Error(`the device process ${this.name} ended without telling its outboxes`)));
    });
    told.catch(() => {}); // awaited below
    this.expectedEnd = true;
    this.send({ do: 'close' });
    const outboxes = await told;
    await gone;
    return outboxes;
  }

  /** Ends it whatever it does, at the end of a run that failed. */
  abandon(): void {
    this.expectedEnd = true;
    this.child?.kill('SIGKILL');
  }

  private send(command: DeviceCommand): void {
    // One that was killed a moment ago is still connected. It needs no telling: its next life is told all of it at its start.
    if (this.child?.connected) this.child.send(command, () => {});
  }

  private take(state: DeviceState): void {
    this.latest = state;
    for (const look of this.onReport.splice(0)) look();
  }

  private async until(condition: () => boolean, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!condition()) {
      if (this.failure) throw new Error(this.failure);
      if (performance.now() > deadline) throw new Error(`the device process ${this.name} does not answer`);
      await new Promise<void>((done) => {
        this.onReport.push(done);
        setTimeout(done, 100);
      });
    }
  }
}
