import { join } from 'node:path';
import { bytesEqual } from '#libs/core/wire';
import { buildAgain, type ScanSigner } from './build-scan.js';
import type { Stretch } from './device-state.js';
import { Outbox, type OutboxOptions } from './outbox.js';
import { Quarantine } from './quarantine.js';
import type { Sender } from './sender.js';

const FIRST_OUTBOX = 'outbox';

/** The scans of one stretch: where they lie, where refused ones go, who sends them. */
export class Lane {
  readonly outbox: Outbox;
  readonly quarantine: Quarantine;
  #sender: Sender | undefined;
  #isLate = false;

  /** @param by signs new scans; absent where the key is gone. @throws {DeviceError} OUTBOX_DAMAGED */
  constructor(
    readonly stretch: Stretch,
    readonly by: ScanSigner | undefined,
    folder: string,
    limits: Omit<OutboxOptions, 'folder'>,
  ) {
    const { outbox, boot } = stretch;
    this.outbox = Outbox.open({ ...limits, folder: join(folder, outbox) }, boot);
    const prefix = outbox === FIRST_OUTBOX ? '' : `${outbox.slice(FIRST_OUTBOX.length + 1)}-`;
    this.quarantine = new Quarantine(join(folder, 'quarantine'), prefix);
  }

  /** Sends from now on. @param late the event that ended the stretch is in the log */
  send(late: boolean, start: (lane: Lane, late: boolean) => Sender): void {
    if (!this.#sender) this.#sender = start(this, late);
    else if (late && !this.#isLate) this.#sender.becomeLate();
    this.#isLate = late;
  }

  wake(): void {
    this.#sender?.wake();
  }

  /** Nothing is on the way that can be answered soon. */
  get isStalled(): boolean {
    return this.outbox.unsettled === 0 || this.#sender?.isStalled === true;
  }

  /**
   * Takes scans that were never sent from the lane after it, in their order. Safe to repeat after a crash.
   * @param end counter that this lane had come to when the other was opened
   */
  async takeOver(held: Lane, end: number): Promise<void> {
    const first = bytesEqual(held.stretch.boot, this.stretch.boot) ? end : 0;
    const moved = this.outbox.position.counter - end;
    const drafts = [];
    for (let counter = first + moved + 1; counter <= held.outbox.position.counter; counter += 1) {
      const { payload, bookmark } = held.outbox.read(counter);
      drafts.push({ ...buildAgain(payload, this.by!), bookmark });
    }
    await this.outbox.enqueue(drafts);
    this.wake();
  }

  async close(): Promise<void> {
    await this.#sender?.close();
    await this.outbox.close();
  }
}
