import { createServer } from 'node:net';

// Below the ports that Linux gives to outgoing connections, which may take one between the question and the start (0028).
const PORT_MIN = 20_000;
const PORT_MAX = 32_000;

/**
 * The first of so many free ports of loopback in a row. Which row is left to chance, so that suites that run side by side, in this
 * checkout or another, do not ask for the same one.
 */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    const first = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN));
    const free = await Promise.all(Array.from({ length: count }, (_, n) => isFree(first + n)));
    if (free.every(Boolean)) return first;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
