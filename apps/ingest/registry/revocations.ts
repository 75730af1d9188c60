import { setTimeout as pause } from 'node:timers/promises';
import { bytesEqual } from '#libs/core/wire';
import type { Admission } from '#libs/transport/mqtt';

/** Where passwords are looked up: SHA-256 by device; empty for one that was ended, missing for a device that has none. */
export interface PasswordSource {
  credentials(deviceIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Of a broker in this process. */
export interface OpenConnections {
  readonly admissions: readonly Admission[];
}

// The bound that operators are told is 1 s from a change to the end of what it ended: a turn may begin just before.
const TURN_INTERVAL_MS = 100;
const RETRY_MS = 500;
const DEVICES_PER_QUESTION = 1_000;

/**
 * Ends open connections whose password is no longer their device's, within a second of the change. A database that does not answer ends
 * none: it is asked again until it does, and what was changed meanwhile shows then.
 */
export class Revocations {
  #asked = false;
  #working: Promise<void> | undefined;
  readonly #stopping = new AbortController();

  constructor(
    private readonly source: PasswordSource,
    private readonly connections: OpenConnections,
    private readonly on: {
      readonly trouble: (error: unknown) => void;
      /** A password is another one now. Called before the connection ends: who comes back at once must come in by what holds now. */
      readonly changed: () => void;
    },
  ) {}

  /** Passwords may have changed. Calls while it works make it look once more. */
  look(): void {
    this.#asked = true;
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#asked && !this.#stopping.signal.aborted) {
      this.#asked = false;
      const isDone = await this.#lookOnce();
      if (!isDone) this.#asked = true;
      const waitMs = isDone ? TURN_INTERVAL_MS : RETRY_MS;
      await pause(waitMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => {});
    }
  }

  /** @returns false where the database did not answer. */
  async #lookOnce(): Promise<boolean> {
    const { admissions } = this.connections;
    try {
      for (let from = 0; from < admissions.length; from += DEVICES_PER_QUESTION) {
        const some = admissions.slice(from, from + DEVICES_PER_QUESTION);
        const passwords = await this.source.credentials(some.map(({ deviceId }) => deviceId));
        for (const { deviceId, passwordHash, end } of some) {
          const password = passwords.get(deviceId);
          if (password && bytesEqual(password, passwordHash)) continue;
          this.on.changed();
          end();
        }
      }
      return true;
    } catch (error) {
      this.on.trouble(error);
      return false;
    }
  }
}
