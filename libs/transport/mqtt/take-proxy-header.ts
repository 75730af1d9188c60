import type { Socket } from 'node:net';
import { readProxyHeader } from './proxy-header.js';

/**
 * Takes the header of a proxy off the begin of a connection. What stands behind it stays in the socket, which is paused then.
 *
 * @param on `taken` with the caller's address, undefined where the proxy itself is calling; `malformed` for everything that is no header
 */
export function takeProxyHeader(
  socket: Socket,
  on: { readonly taken: (address: string | undefined) => void; readonly malformed: () => void },
): void {
  let held: Buffer | undefined;
  const receive = (chunk: Buffer): void => {
    held = held ? Buffer.concat([held, chunk]) : chunk;
    const header = readProxyHeader(held);
    if (header === 'incomplete') return;
    socket.off('data', receive);
    if (header === 'malformed') return on.malformed();
    socket.pause();
    if (held.length > header.bytes) socket.unshift(held.subarray(header.bytes));
    on.taken(header.address);
  };
  socket.on('data', receive);
}
