/** As much of a connection as an acknowledgement needs. */
export interface AcknowledgedConnection {
  readonly destroyed: boolean;
  readonly writable: boolean;
  write(bytes: Uint8Array): unknown;
}

interface Pending {
  readonly packetId: number;
  done: boolean;
}

const PUBACK = 0x40;

/**
 * The PUBACKs of ONE connection: each leaves when its scan is done and all scans that came before it are, so in the order of
 * arrival [MQTT-4.6.0-2]. Those of a connection that is gone are dropped: on the next one the same packet id names another
 * message. Acknowledgements that become possible together leave in one write.
 */
export class AcknowledgementWindow {
  readonly #pending: Pending[] = [];
  #flushing = false;

  constructor(readonly connection: AcknowledgedConnection) {}

  get size(): number {
    return this.#pending.length;
  }

  /** @returns to be called when the scan is durable. */
  add(packetId: number): () => void {
    const pending: Pending = { packetId, done: false };
    this.#pending.push(pending);
    return () => {
      pending.done = true;
      if (this.#flushing || this.#pending[0] !== pending) return;
      this.#flushing = true;
      queueMicrotask(() => this.#flush());
    };
  }

  #flush(): void {
    this.#flushing = false;
    let count = 0;
    while (this.#pending[count]?.done) count += 1;
    const done = this.#pending.splice(0, count);
    if (this.connection.destroyed || !this.connection.writable) return;
    const bytes = new Uint8Array(4 * count);
    // A success needs no reason code in MQTT 5 either (section 3.4.2.1).
    done.forEach(({ packetId }, index) => bytes.set([PUBACK, 2, packetId >> 8, packetId & 0xff], 4 * index));
    this.connection.write(bytes);
  }
}
