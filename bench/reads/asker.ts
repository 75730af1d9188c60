// The askers, in a process of their own: so many connections, each of which asks for one thing after the other.
import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../quantile.js';
import { ReadConnection } from './read-connection.js';

export interface AskOrder {
  readonly port: number;
  /** Asked for in turn, by whichever asker is free. */
  readonly paths: readonly string[];
  /** Customs, where it is there. */
  readonly token?: string;
  readonly askers: number;
  /** Offered, whether the answers keep up or not; absent: each asker asks as soon as it has its answer. */
  readonly readsPerSecond?: number;
  readonly seconds: number;
}

export interface AskResult {
  readonly reads: number;
  readonly seconds: number;
  /** Of one answer with its head, on average. */
  readonly bytesOfAnswer: number;
  /** From when the question was due, or was asked where none is due, to the last byte of the answer. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Of this process. */
  readonly processorSeconds: number;
}

export async function ask(order: AskOrder): Promise<AskResult> {
  const requests = order.paths.map((path) => requestOf(path, order.token));
  const connections = await Promise.all(Array.from({ length: order.askers }, () => ReadConnection.open(order.port)));
  const latencies: number[] = [];
  let bytes = 0;
  let asked = 0;
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const endMs = start + order.seconds * 1_000;

  const askInTurn = async (connection: ReadConnection): Promise<void> => {
    for (;;) {
      const number = asked++;
      const due = order.readsPerSecond && start + (number / order.readsPerSecond) * 1_000;
      if ((due ?? performance.now()) >= endMs) return;
      const early = due === undefined ? 0 : due - performance.now();
      if (early > 0) await wait(early);
      const from = due ?? performance.now();
      const answerBytes = await connection.ask(requests[number % requests.length]!);
      latencies.push(performance.now() - from);
      bytes += answerBytes;
    }
  };
  await Promise.all(connections.map(askInTurn));
  const seconds = (performance.now() - start) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.close();
  return {
    reads: latencies.length,
    seconds,
    bytesOfAnswer: bytes / latencies.length,
    latencyMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: quantile(latencies, 1) },
    processorSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

/** As a browser asks: it takes gzip, and keeps the connection. */
const requestOf = (path: string, token: string | undefined): string =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: gzip\r\n` +
  `${token === undefined ? '' : `authorization: Bearer ${token}\r\n`}\r\n`;

process.on('message', (order: AskOrder) => {
  ask(order).then(
    (result) => process.send!({ result }),
    (error: unknown) => process.send!({ error: String(error) }),
  );
});
