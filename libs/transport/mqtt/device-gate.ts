import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ByteBudget } from './byte-budget.js';
import { Deadlines } from './deadlines.js';
import type { MqttLimits } from './limits.js';
import type { CloseReason } from './observer.js';
import { readPacketHead, type PacketHead } from './packet-head.js';
import { PacketPolicy } from './packet-policy.js';
import { ScanAllowance } from './scan-allowance.js';

const PING_RESPONSE = Uint8Array.of(0xd0, 0);

// A quarter of the time a process has to stop.
const FINISH_TIMEOUT_MS = 1_000;

export interface GateOptions {
  readonly limits: MqttLimits;
  readonly budget: ByteBudget;
  readonly elapsedMs: () => number;
}

/**
 * Stands between a client's socket and the broker, and lets whole packets through, one admission each: a packet that is too
 * large or of a kind that devices may not send closes the connection after its fixed header, before its body is buffered;
 * a scan passes only when the client and the process have room for all of it, else the socket is paused. An admitted packet
 * is always read to its end, so that half-sent packets cannot block each other; `packetTimeoutMs` takes their room back.
 *
 * Pings are answered here: a client whose scans wait for the database is alive.
 */
export class DeviceGate extends Duplex {
  /** Set by the broker when the password was right. */
  deviceId: string | undefined;
  /** SHA-256 of that password. */
  passwordHash: Uint8Array | undefined;
  closeReason: CloseReason | undefined;
  readonly deadlines: Deadlines;

  readonly #policy: PacketPolicy;
  readonly #allowance: ScanAllowance;
  #phase: 'before-connect' | 'connecting' | 'open' = 'before-connect';
  #held: Buffer | undefined;
  #bodyLeft = 0;
  #readerFull = false;
  #waitingFor: 'nothing' | 'broker' | 'room' | 'socket' = 'nothing';

  constructor(
    private readonly socket: Socket,
    private readonly options: GateOptions,
  ) {
    super({ readableHighWaterMark: 65_536, writableHighWaterMark: 65_536 });
    this.deadlines = new Deadlines(options.limits, options.elapsedMs);
    this.#policy = new PacketPolicy(options.limits);
    this.#allowance = new ScanAllowance(options.limits, options.budget);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', () => this.close('connection-error'));
    socket.on('close', () => this.close('client'));
  }

  /** The client is let in; what it sent after its CONNECT goes on. */
  open(): void {
    this.#phase = 'open';
    if (this.#waitingFor === 'broker') this.#goOn();
  }

  /** Called for each scan that comes out of the broker's parser. @returns gives its room back; call it exactly once. */
  takeScan(): () => void {
    return this.#allowance.take();
  }

  /** Called about once a second. */
  checkDeadlines(): void {
    const { writableLength } = this;
    const slow = this.#waitingFor === 'socket' || writableLength > this.options.limits.unsentBytesPerClientMax;
    const paused = this.#waitingFor !== 'nothing' || this.#readerFull;
    const reason = this.deadlines.passed({
      accepted: this.#phase === 'open',
      pausedBy: slow ? 'its-own-slowness' : paused ? 'us' : 'nobody',
      inPacket: this.#bodyLeft > 0,
    });
    if (reason) this.close(reason);
  }

  /** Nothing more is read from the client. What it sent so far is still answered. */
  stopReading(): void {
    this.socket.pause();
    this.socket.removeAllListeners('data');
    this.#held = undefined;
  }

  /** Lets what was written leave, for a second at most, then closes. */
  async finish(reason: CloseReason): Promise<void> {
    this.closeReason ??= reason;
    if (this.destroyed) return;
    await new Promise<void>((resolve) => {
      const overdue = setTimeout(resolve, FINISH_TIMEOUT_MS);
      this.end(() => {
        clearTimeout(overdue);
        resolve();
      });
    });
    this.destroy();
  }

  close(reason: CloseReason): void {
    this.closeReason ??= reason;
    this.destroy();
  }

  override _read(): void {
    if (!this.#readerFull) return;
    this.#readerFull = false;
    if (this.#waitingFor === 'nothing') this.#goOn();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, this.#written(done));
  }

  // Answers that became ready together leave in one system call.
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), this.#written(done));
  }

  override _final(done: () => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.closeReason ??= closeReasonOf(error);
    this.#allowance.close();
    this.#held = undefined;
    this.socket.destroy();
    done(null);
  }

  #written(done: (error?: Error | null) => void): (error?: Error | null) => void {
    return (error) => {
      done(error);
      if (this.#waitingFor === 'socket') this.#goOn();
    };
  }

  #receive(chunk: Buffer): void {
    this.deadlines.heard();
    this.#held = this.#held ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#forward();
  }

  readonly #goOn = (): void => {
    if (this.destroyed) return;
    this.#waitingFor = 'nothing';
    this.#forward();
    if (this.#waitingFor === 'nothing' && !this.#readerFull && !this.destroyed) this.socket.resume();
  };

  /** Passes on what is admitted of the bytes in hand, and pauses the socket at the first packet that has to wait. */
  #forward(): void {
    const held = this.#held;
    if (!held || this.destroyed) return;
    let from = 0;
    let to = 0;
    while (to < held.length) {
      if (this.#bodyLeft > 0) {
        const part = Math.min(this.#bodyLeft, held.length - to);
        this.#bodyLeft -= part;
        to += part;
        continue;
      }
      const head = readPacketHead(held, to);
      if (head === 'incomplete') break;
      const verdict = head === 'malformed' ? head : this.#judge(head);
      if (verdict === 'wait') break;
      if (verdict !== 'pass' && verdict !== 'ping') return this.close(verdict);
      if (verdict === 'ping') {
        this.#pass(held, from, to);
        this.write(PING_RESPONSE);
        from = to + (head as PacketHead).headBytes;
      }
      to += (head as PacketHead).headBytes;
      this.#bodyLeft = (head as PacketHead).bodyBytes;
      this.deadlines.packetBegan();
    }
    this.#held = to < held.length ? held.subarray(to) : undefined;
    this.#pass(held, from, to);
    if (this.#waitingFor !== 'nothing' || this.#readerFull) this.socket.pause();
  }

  #pass(held: Buffer, from: number, to: number): void {
    if (to > from && !this.push(held.subarray(from, to))) this.#readerFull = true;
  }

  #judge(head: PacketHead): 'pass' | 'ping' | 'wait' | CloseReason {
    if (this.#phase === 'connecting') return this.#wait('broker');
    if (this.#phase === 'before-connect') {
      this.#phase = 'connecting';
      return this.#policy.firstPacket(head);
    }
    if (this.writableLength > this.options.limits.unsentBytesPerClientMax) return this.#wait('socket');
    const verdict = this.#policy.furtherPacket(head);
    if (verdict !== 'scan') return verdict;
    return this.#allowance.admit(head.headBytes + head.bodyBytes, this.#goOn) ? 'pass' : this.#wait('room');
  }

  #wait(what: 'broker' | 'room' | 'socket'): 'wait' {
    this.#waitingFor = what;
    return 'wait';
  }
}

// What aedes says when a client takes nothing off its socket for a minute; its other errors are about packets.
const closeReasonOf = (error: Error | null): CloseReason =>
  error === null ? 'client' : error.message === 'drain timeout' ? 'device-slow' : 'malformed';
