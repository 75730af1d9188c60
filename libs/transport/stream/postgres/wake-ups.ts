import pg from 'pg';
import { backoffMs, delay } from '../backoff.js';
import type { StreamName } from '../scan-stream.js';
import type { StreamLog } from '../stream-log.js';
import { clientOptions } from './connections.js';

export const CHANNEL = 'cairn_stream';

/** Payload after an append: stream and partitions; after a group changed: stream and group. */
export const appendPayload = (stream: StreamName, partitions: Iterable<number>): string =>
  `append ${stream} ${[...partitions].join(',')}`;
export const groupPayload = (stream: StreamName, group: string): string => `group ${stream} ${group}`;
export const partitionTopic = (stream: StreamName, partition: number): string => `append ${stream} ${partition}`;

/**
 * Hears what other processes announce by NOTIFY. Only a hint: a notification may get lost with its connection, so whoever
 * waits also looks by itself now and then. After a reconnect everybody is woken once.
 */
export class WakeUps {
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly stopped = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly databaseUrl: string,
    private readonly log: StreamLog,
  ) {}

  /** Calls `wake` whenever the topic is announced, until the returned function is called. */
  on(topic: string, wake: () => void): () => void {
    this.running ??= this.listen();
    const known = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, known.add(wake));
    return () => known.delete(wake);
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async listen(): Promise<void> {
    for (let failures = 0; !this.stopped.signal.aborted; failures += 1) {
      const connected = await this.listenOnce();
      if (connected) failures = 0;
      await delay(backoffMs(failures), this.stopped.signal);
    }
  }

  /** @returns when the connection is gone: whether there was one. */
  private async listenOnce(): Promise<boolean> {
    const client = new pg.Client(clientOptions(this.databaseUrl));
    const { signal } = this.stopped;
    let connected = false;
    let tellGone!: () => void;
    const gone = new Promise<void>((resolve) => (tellGone = resolve));
    client.once('end', tellGone);
    client.on('error', tellGone);
    signal.addEventListener('abort', tellGone, { once: true });
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      connected = true;
      for (const topic of this.listeners.keys()) this.wake(topic);
      await gone;
    } catch (error) {
      this.log('warn', 'PostgreSQL is away, not listening', { error });
    } finally {
      signal.removeEventListener('abort', tellGone);
      void client.end().catch(() => {});
    }
    return connected;
  }

  private hear(payload: string): void {
    const [kind, stream, names = ''] = payload.split(' ');
    if (kind === 'append') for (const partition of names.split(',')) this.wake(`append ${stream} ${partition}`);
    else this.wake(payload);
  }

  private wake(topic: string): void {
    for (const wake of this.listeners.get(topic) ?? []) wake();
  }
}

/** Waits for the next `wake`, never missing one that came since `reset`. */
export class Bell {
  private rung = false;
  private ring: (() => void) | null = null;

  readonly wake = (): void => {
    this.rung = true;
    this.ring?.();
  };

  /** Call before looking: what is announced while looking ends the next wait at once. */
  reset(): void {
    this.rung = false;
  }

  wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.rung || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.ring = null;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener('abort', done, { once: true });
      this.ring = done;
    });
  }
}
