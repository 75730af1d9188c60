import { randomUUID } from 'node:crypto';
import { backoffMs, delay } from '../backoff.js';
import { PartitionFeeder } from '../partition-feeder.js';
import type { SubscribeOptions, Subscription } from '../scan-stream.js';
import { startOffset } from '../start-offset.js';
import { StreamError } from '../stream-error.js';
import { leave, prolong, renew, type Assignment, type MemberIdentity } from './membership.js';
import { readInto, type ReaderOptions } from './partition-reader.js';
import { readBounds } from './read.js';
import { Bell, CHANNEL, groupPayload } from './wake-ups.js';

export interface PostgresSubscriptionOptions extends Omit<ReaderOptions, 'stream'> {
  readonly memberLeaseMs: number;
  readonly timeoutMs: number;
}

interface Reading {
  readonly feeder: PartitionFeeder;
  readonly ended: Promise<void>;
}

/** One member of a group: keeps its lease, takes and gives back partitions, reads those it holds. */
export class PostgresSubscription implements Subscription {
  readonly failed: Promise<never>;
  private fail!: (error: StreamError) => void;
  private readonly identity: MemberIdentity;
  private readonly readings = new Map<number, Reading>();
  private readonly stopping = new AbortController();
  private readonly groupChanged = new Bell();
  private running: Promise<void> | null = null;
  private failure: StreamError | null = null;

  constructor(
    private readonly subscription: SubscribeOptions,
    private readonly options: PostgresSubscriptionOptions,
  ) {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => {}); // an owner that does not look is told by the log
    const { stream, group } = subscription;
    this.identity = { stream, group, member: randomUUID(), leaseMs: options.memberLeaseMs };
  }

  /** Resolves when a member. @throws what the server said, if it cannot be reached. */
  async start(): Promise<void> {
    const { stream, group } = this.subscription;
    const assignment = await renew(this.options.connections, this.identity, []);
    const forget = this.options.wakeUps.on(groupPayload(stream, group), this.groupChanged.wake);
    await this.announce();
    this.running = this.keepMembership(assignment).finally(forget);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepMembership(first: Assignment): Promise<void> {
    const { signal } = this.stopping;
    let assignment: Assignment | null = first;
    for (let failures = 0; !signal.aborted;) {
      try {
        this.groupChanged.reset();
        assignment ??= await renew(this.options.connections, this.identity, this.readings.keys());
        await this.withLease(this.follow(assignment));
        assignment = null;
        failures = 0;
        await this.groupChanged.wait(this.options.memberLeaseMs / 3, signal);
      } catch (error) {
        if (error instanceof StreamError && error.code !== 'UNAVAILABLE') this.giveUp(error);
        else this.options.log('warn', 'the place in the group is uncertain, trying again', { ...this.identity, error });
        assignment = null;
        await delay(Math.min(backoffMs(failures), this.options.memberLeaseMs / 3), signal);
        failures += 1;
      }
    }
    await this.withLease(this.release(this.readings.keys()));
    await leave(this.options.connections, this.identity).then(
      () => this.announce(),
      () => {}, // then the lease runs out
    );
    if (this.failure) this.fail(this.failure);
  }

  /** Work that may take longer than the lease: a last batch, a slow `startAt`. */
  private async withLease(work: Promise<void>): Promise<void> {
    const { connections, memberLeaseMs } = this.options;
    const beat = setInterval(() => void prolong(connections, this.identity).catch(() => {}), memberLeaseMs / 3);
    await work.finally(() => clearInterval(beat));
  }

  private async follow({ joined, meant, held }: Assignment): Promise<void> {
    // The lease had run out: others may have read on meanwhile, so nothing that was begun here is continued.
    const lost = [...this.readings.keys()].filter((partition) => joined || !meant.has(partition));
    if (lost.length > 0) {
      await this.release(lost);
      await renew(this.options.connections, this.identity, this.readings.keys());
      await this.announce();
      this.groupChanged.wake();
      return;
    }
    const gained = [...held].filter((partition) => meant.has(partition) && !this.readings.has(partition));
    if (gained.length > 0) await this.begin(gained);
  }

  private async begin(partitions: readonly number[]): Promise<void> {
    const { connections, timeoutMs, log } = this.options;
    const { stream } = this.subscription;
    const starts = await this.subscription.startAt(partitions);
    const bounds = await readBounds(connections, stream, timeoutMs);
    const begun = partitions.map((partition) => {
      const from = startOffset(`${stream}/${partition}`, starts.get(partition), bounds.get(partition)!);
      return new PartitionFeeder({ subscription: this.subscription, partition, from, log });
    });
    if (this.stopping.signal.aborted) return;
    for (const feeder of begun) {
      const ended = readInto(feeder, { ...this.options, stream }).catch((error: StreamError) => this.giveUp(error));
      this.readings.set(feeder.partition, { feeder, ended });
    }
    log('info', 'reading partitions', { stream, group: this.subscription.group, partitions });
  }

  private async release(partitions: Iterable<number>): Promise<void> {
    await Promise.all(
      [...partitions].map(async (partition) => {
        const { feeder, ended } = this.readings.get(partition)!;
        await feeder.stop();
        await ended;
        this.readings.delete(partition);
      }),
    );
  }

  private giveUp(error: StreamError): void {
    this.options.log('error', 'the subscription cannot go on', { ...this.identity, error });
    this.failure ??= error;
    this.stopping.abort();
  }

  private async announce(): Promise<void> {
    const { stream, group } = this.subscription;
    await this.options.connections.query('SELECT pg_notify($1, $2)', [CHANNEL, groupPayload(stream, group)]);
  }
}
