import { randomUUID } from 'node:crypto';
import { encodeLookupBatch, type Lookup } from '#libs/core/wire';
import { type ScanStream, sealRecord } from '#libs/transport/stream';
import type { LookupKey } from './lookup-key.js';

/** What is recorded of a look-up, besides its id and time. */
export interface LookupFacts {
  /** Name of the officer. */
  readonly who: string;
  /** Method and URL as asked. */
  readonly question: string;
  /** Status of the answer. */
  readonly status: number;
  /** SHA-256 of the answer's body before compression, 32 bytes. */
  readonly answerHash: Uint8Array;
}

export interface LookupQueueParts {
  readonly stream: ScanStream;
  readonly key: LookupKey;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Waiting {
  readonly lookup: Lookup;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

// At most a quarter of a record of the stream: a question has at most 8 kB.
const LOOKUPS_PER_APPEND_MAX = 64;
// Officers who wait longer than a breath are better told to ask again; a hung stream must not gather their questions.
const RECORD_TIMEOUT_MS = 3_000;
const LOOKUPS_WAITING_MAX = 1_024;

/**
 * Writes look-ups to the stream `lookups`. Those that come in while an append is under way go out together with the next one.
 * What `record` resolved is durable.
 */
export class LookupQueue {
  private readonly waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly parts: LookupQueueParts) {}

  /**
   * Resolves with the id of the look-up (a UUID) once it is durable.
   *
   * @throws when it could not be made durable within {@link RECORD_TIMEOUT_MS}, or too many wait; it may be in the stream all the same.
   */
  async record(facts: LookupFacts): Promise<string> {
    if (this.waiting.length >= LOOKUPS_WAITING_MAX) throw new Error('too many look-ups wait to be recorded');
    const id = randomUUID();
    await this.inTime({ id: Buffer.from(id.replaceAll('-', ''), 'hex'), timeMs: this.parts.now(), ...facts });
    return id;
  }

  private inTime(lookup: Lookup): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.forget(lookup);
        reject(new Error(`the stream did not take the look-up within ${RECORD_TIMEOUT_MS} ms`));
      }, RECORD_TIMEOUT_MS);
      this.waiting.push({
        lookup,
        resolve: () => (clearTimeout(timer), resolve()),
        reject: (error) => (clearTimeout(timer), reject(error)),
      });
      if (!this.writing) void this.write();
    });
  }

  private forget(lookup: Lookup): void {
    const place = this.waiting.findIndex((waiting) => waiting.lookup === lookup);
    if (place >= 0) this.waiting.splice(place, 1);
  }

  private async write(): Promise<void> {
    const { stream, key } = this.parts;
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, LOOKUPS_PER_APPEND_MAX);
      try {
        const body = encodeLookupBatch({ lookups: batch.map(({ lookup }) => lookup) });
        const value = sealRecord(await key.read(), body);
        await stream.append('lookups', [{ partition: 0, value }]);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.writing = false;
  }
}
