import type { Connection, ConnectionOptions } from './connection.js';

export type ConnectionHandlers = Pick<ConnectionOptions, 'onMessage' | 'onClosed' | 'signal'>;

/**
 * One connection for all that a device sends at the same time: scans of its present key, scans of an earlier one, an event. A broker
 * lets a device in only once. Made when the first asks for it, closed when the last has left.
 */
export class ConnectionHub {
  readonly #users = new Set<ConnectionHandlers>();
  #connection: Promise<Connection> | undefined;
  #abort = new AbortController();

  constructor(private readonly connect: (handlers: ConnectionHandlers) => Promise<Connection>) {}

  /** Shares the connection that is there or makes one. @throws with a message for people, as `connect` */
  async join(user: ConnectionHandlers): Promise<Connection> {
    user.signal?.throwIfAborted();
    this.#users.add(user);
    const leave = (): void => void this.#leave(user);
    user.signal?.addEventListener('abort', leave);
    try {
      this.#connection ??= this.#make();
      const connection = await this.#connection;
      return {
        publish: (what, payload, taken) => connection.publish(what, payload, taken),
        close: (how) => this.#leave(user, how?.forAll),
      };
    } catch (error) {
      this.#users.delete(user);
      throw error;
    } finally {
      user.signal?.removeEventListener('abort', leave);
    }
  }

  #make(): Promise<Connection> {
    this.#abort = new AbortController();
    const made = this.connect({
      signal: this.#abort.signal,
      onMessage: (payload) => {
        for (const user of this.#users) user.onMessage(payload);
      },
      onClosed: (reason) => {
        if (this.#connection === made) this.#connection = undefined;
        this.#tellAll(reason);
      },
    });
    made.catch(() => {
      if (this.#connection === made) this.#connection = undefined;
    });
    return made;
  }

  async #leave(user: ConnectionHandlers, forAll = false): Promise<void> {
    if (!this.#users.delete(user) || (this.#users.size > 0 && !forAll)) return;
    const connection = this.#connection;
    this.#connection = undefined;
    this.#abort.abort();
    this.#tellAll('the connection was of no use');
    await connection?.then((open) => open.close()).catch(() => undefined);
  }

  #tellAll(reason: string): void {
    const users = [...this.#users];
    this.#users.clear();
    for (const user of users) user.onClosed(reason);
  }
}
