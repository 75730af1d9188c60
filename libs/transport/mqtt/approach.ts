import type { Socket } from 'node:net';
import type { Visit } from './door.js';
import type { CloseReason } from './observer.js';

export interface ApproachStep {
  readonly withinMs: number;
  /** Why it is closed when its time is over. */
  readonly overdue: CloseReason;
  /** Why it ended, where the step went wrong or the client went away. */
  readonly broken: CloseReason;
}

/** A connection between the door and its first packet: it says where it comes from, then TLS begins. Each step has its deadline. */
export class Approach {
  #reason: CloseReason = 'client';
  #overdue: CloseReason = 'client';
  #untilMs = Infinity;

  constructor(
    readonly socket: Socket,
    readonly visit: Visit,
    private readonly elapsedMs: () => number,
  ) {}

  /** Why it ended, once its socket is closed. */
  get reason(): CloseReason {
    return this.#reason;
  }

  begin({ withinMs, overdue, broken }: ApproachStep): void {
    this.#reason = broken;
    this.#overdue = overdue;
    this.#untilMs = this.elapsedMs() + withinMs;
  }

  checkDeadline(): void {
    if (this.elapsedMs() > this.#untilMs) this.close(this.#overdue);
  }

  close(reason: CloseReason): void {
    if (this.socket.destroyed) return;
    this.#reason = reason;
    this.socket.destroy();
  }

  /** Nothing is owed to it, not even a goodbye. Only before TLS began. */
  refuse(reason: CloseReason): void {
    this.#reason = reason;
    this.socket.resetAndDestroy();
  }
}
