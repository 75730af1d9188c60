import type { Server, Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { addressGroup, TrustedProxies } from '#libs/host/addresses';
import type { Metrics } from '#libs/host/service';
import { API_METRICS } from '../tokens.js';
import { LimitMetrics } from './limit-metrics.js';
import { CONNECTION_LIMITS } from './limits.js';

const { connectionsMax, connectionsPerAddressMax, stopPatienceMs } = CONNECTION_LIMITS;

/** What a limit needs of a socket. */
export type Connection = Pick<Socket, 'remoteAddress' | 'destroy' | 'once'>;

/**
 * Bounds the open connections of everybody and of each address. Where all are taken, the address that holds most of them loses its
 * newest: a few addresses cannot keep the others out. Trusted proxies speak for many, and lose none.
 */
@Injectable()
export class ConnectionLimit {
  private readonly byAddress = new Map<string, Set<Connection>>();
  private readonly ofProxies = new Set<Connection>();
  private open = 0;

  constructor(
    @Inject(TrustedProxies) private readonly proxies: TrustedProxies,
    @Inject(LimitMetrics) private readonly limits: LimitMetrics,
    @Inject(API_METRICS) metrics: Metrics,
  ) {
    metrics.gauge('cairn_api_connections', 'Open connections', [], (gauge) => gauge.set(this.open));
  }

  /** Told of each socket at once, before anything of TLS or HTTP is read. */
  watch(server: Server): void {
    server.on('connection', (socket) => this.admit(socket));
  }

  /** Ends this connection, or another one, where there are too many. */
  admit(connection: Connection): void {
    const { remoteAddress } = connection;
    const isProxy = this.proxies.includes(remoteAddress);
    const address = addressGroup(remoteAddress ?? '');
    const held = isProxy ? 0 : (this.byAddress.get(address)?.size ?? 0);
    if (held >= connectionsPerAddressMax) {
      this.limits.reached('connections-per-address');
      return void connection.destroy();
    }
    if (this.open >= connectionsMax) {
      this.limits.reached('connections');
      // One more than the newcomer will have: two addresses that hold the same would put each other out without end.
      if (!this.endNewestOfLargest(isProxy ? 0 : held + 1)) return void connection.destroy();
    }
    this.keep(connection, isProxy ? undefined : address);
  }

  /** When the server stops: answers under way have a moment, then all that is open ends. */
  endSoon(): void {
    setTimeout(() => {
      for (const some of [this.ofProxies, ...this.byAddress.values()])
        for (const connection of some) connection.destroy();
    }, stopPatienceMs).unref();
  }

  private keep(connection: Connection, address: string | undefined): void {
    const kept = address === undefined ? this.ofProxies : (this.byAddress.get(address) ?? new Set());
    if (address !== undefined) this.byAddress.set(address, kept);
    kept.add(connection);
    this.open += 1;
    connection.once('close', () => {
      if (kept.delete(connection)) this.open -= 1;
      if (address !== undefined && kept.size === 0 && this.byAddress.get(address) === kept)
        this.byAddress.delete(address);
    });
  }

  /** @returns whether an address held more than this. */
  private endNewestOfLargest(held: number): boolean {
    let largest: Set<Connection> | undefined;
    for (const some of this.byAddress.values()) if (some.size > (largest?.size ?? held)) largest = some;
    const newest = largest && [...largest].at(-1);
    if (!newest) return false;
    // Here and not when it has closed: the next one may come before.
    largest!.delete(newest);
    this.open -= 1;
    newest.destroy();
    return true;
  }
}
