import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TrustedProxies } from '#libs/host/addresses';
import { Approach } from './approach.js';
import type { MqttClock } from './clock.js';
import type { Door, Visit } from './door.js';
import type { MqttLimits } from './limits.js';
import type { CloseReason, MqttObserver } from './observer.js';
import { takeProxyHeader } from './take-proxy-header.js';
import { type ClientCertificate, type ListenerTls, TlsEntrance } from './tls-entrance.js';

/** Where the broker listens, and what comes before MQTT there. */
export interface ListenerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Without it: clear text. */
  readonly tls?: ListenerTls | undefined;
  /** Who says by a PROXY header for whom it is calling. Nobody else may send one, and they must. */
  readonly proxies?: TrustedProxies | undefined;
}

/** A client that may speak MQTT now. */
export interface Caller {
  readonly socket: Socket;
  readonly visit: Visit;
  readonly certificate: ClientCertificate | undefined;
}

export interface Hall {
  readonly limits: MqttLimits;
  readonly door: Door;
  readonly observer: MqttObserver;
  readonly clock: MqttClock;
  readonly onCaller: (caller: Caller) => void;
}

const TCP = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };

/** One port of the broker: takes connections up to the point where MQTT begins, header of a proxy and handshake of TLS included. */
export class BrokerListener {
  readonly #server: Server;
  readonly #tls: TlsEntrance | undefined;
  readonly #approaches = new Set<Approach>();
  #port = 0;

  constructor(
    private readonly options: ListenerOptions,
    private readonly hall: Hall,
  ) {
    const { tls } = options;
    this.#tls = tls && new TlsEntrance(tls, (why) => hall.observer.handshakeFailed(why));
    this.#server = createServer(TCP, (socket) => this.#accept(socket));
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.options.port, this.options.host, () => {
        this.#server.off('error', reject);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
    this.#tls?.follow();
  }

  /** The port it listens on, also after it stopped to. */
  get port(): number {
    return this.#port;
  }

  /** @throws Error with one sentence that says why devices cannot come in here. */
  check(): void {
    if (!this.#server.listening) throw new Error('the MQTT broker does not listen');
    this.#tls?.check(this.hall.clock.nowMs());
  }

  checkDeadlines(): void {
    for (const approach of this.#approaches) approach.checkDeadline();
  }

  /** Takes no connection any more. Those that speak MQTT already are no longer its affair. */
  stop(): void {
    this.#tls?.stop();
    // Its callback would wait for the connections, which still carry answers.
    if (this.#server.listening) this.#server.close();
    for (const approach of this.#approaches) approach.close('shutdown');
  }

  #accept(socket: Socket): void {
    const { door, observer, clock, limits } = this.hall;
    // A reset must not end the process; that the socket is closed says enough.
    socket.on('error', () => {});
    const visit = door.enter();
    if (typeof visit === 'string') {
      observer.connectionClosed(visit);
      return void socket.resetAndDestroy();
    }
    const approach = new Approach(socket, visit, clock.elapsedMs);
    this.#approaches.add(approach);
    socket.once('close', () => {
      if (!this.#approaches.delete(approach)) return;
      visit.leave();
      observer.connectionClosed(approach.reason);
    });
    const { remoteAddress = '' } = socket;
    if (!this.options.proxies?.includes(remoteAddress)) return this.#comeFrom(remoteAddress, approach);
    const withinMs = limits.proxyHeaderTimeoutMs;
    approach.begin({ withinMs, overdue: 'proxy-header-timeout', broken: 'proxy-header' });
    takeProxyHeader(socket, {
      taken: (address) => this.#comeFrom(address ?? remoteAddress, approach),
      malformed: () => approach.refuse('proxy-header'),
    });
  }

  #comeFrom(address: string, approach: Approach): void {
    const { socket, visit } = approach;
    const refused: CloseReason | undefined = visit.comeFrom(address);
    if (refused) return approach.refuse(refused);
    if (!this.#tls) return this.#enter(approach, socket, undefined);
    const withinMs = this.hall.limits.tlsHandshakeTimeoutMs;
    approach.begin({ withinMs, overdue: 'tls-timeout', broken: 'tls' });
    this.#tls.secure(socket, (secured, certificate) => this.#enter(approach, secured, certificate));
  }

  #enter(approach: Approach, socket: Socket, certificate: ClientCertificate | undefined): void {
    this.#approaches.delete(approach);
    this.hall.onCaller({ socket, visit: approach.visit, certificate });
    // Whoever took a header off it has paused it.
    socket.resume();
  }
}
