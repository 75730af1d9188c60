import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createLogger } from '#libs/host/service';
import { startWitnessServer, type Witness, type WitnessServer } from '../../../libs/log/witness/index.js';

const silent = createLogger({ name: 'test', level: 'silent' });

export const serve = (witness: Witness, prefix = ''): Promise<WitnessServer> =>
  startWitnessServer({ witness, host: '127.0.0.1', port: 0, prefix, logger: silent });

export interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly allow: string | undefined;
  readonly body: string;
}

/** One request by node:http, on a connection of its own. */
export function send(
  port: number,
  { method = 'POST', path = '/add-checkpoint', body }: { method?: string; path?: string; body?: string | Uint8Array },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode!,
          type: response.headers['content-type'],
          allow: response.headers.allow,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** Sends bytes over a plain socket, and gives what came back when the other side closes, or when the bytes ask us to go away. */
export function raw(port: number, bytes: string, { goAway = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(bytes, () => {
        if (goAway) socket.destroy();
      }),
    );
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', () => {});
    socket.once('close', () => resolve(answer));
  });
}
