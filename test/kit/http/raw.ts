import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Bytes to a server of loopback, and everything that comes back until it closes. */
export async function exchangeRaw(port: number, bytes: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => (answer += String(text)));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  const [headers = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(headers.split(' ')[1]), headers, body };
}

/** Lines of a request that RFC 9112 3.2 has every server refuse, by what is wrong with them. */
export const WRONG_HOSTS: Readonly<Record<string, (path: string) => string>> = {
  'two hosts': (path) => `GET ${path} HTTP/1.1\r\nHost: one.example\r\nHost: two.example\r\n`,
  'the same host twice': (path) => `GET ${path} HTTP/1.1\r\nHost: one.example\r\nX: y\r\nHOST: one.example\r\n`,
  'two hosts in HTTP/1.0': (path) => `GET ${path} HTTP/1.0\r\nHost: one.example\r\nHost: two.example\r\n`,
  'an absolute target and two hosts': (path) =>
    `GET http://one.example${path} HTTP/1.1\r\nHost: one.example\r\nHost: two.example\r\n`,
  'an absolute target of another host': (path) => `GET http://two.example${path} HTTP/1.1\r\nHost: one.example\r\n`,
  'an absolute target with another port': (path) =>
    `GET http://one.example:8080${path} HTTP/1.1\r\nHost: one.example\r\n`,
  'an absolute target with a user': (path) => `GET http://me@one.example${path} HTTP/1.1\r\nHost: one.example\r\n`,
  'no host': (path) => `GET ${path} HTTP/1.1\r\n`,
  'an empty host': (path) => `GET ${path} HTTP/1.1\r\nHost:\r\n`,
  'a list of hosts': (path) => `GET ${path} HTTP/1.1\r\nHost: one.example, two.example\r\n`,
  'a host with a path': (path) => `GET ${path} HTTP/1.1\r\nHost: one.example/x\r\n`,
  'a host with a user': (path) => `GET ${path} HTTP/1.1\r\nHost: me@one.example\r\n`,
  'a host with a port that is none': (path) => `GET ${path} HTTP/1.1\r\nHost: one.example:http\r\n`,
  'an address without its bracket': (path) => `GET ${path} HTTP/1.1\r\nHost: [::1\r\n`,
};

/** Lines of a request that no server may refuse for its host. */
export const GOOD_HOSTS: Readonly<Record<string, (path: string) => string>> = {
  'a name': (path) => `GET ${path} HTTP/1.1\r\nHost: cairn.example\r\n`,
  'a name and a port': (path) => `GET ${path} HTTP/1.1\r\nhost: CAIRN_1.example:3000\r\n`,
  'an address': (path) => `GET ${path} HTTP/1.1\r\nHost: [::1]:3000\r\n`,
  'HTTP/1.0 without a host': (path) => `GET ${path} HTTP/1.0\r\n`,
};

/** What a server answers to each of these, by its name. */
export async function statusesOf(
  port: number,
  path: string,
  requests: Readonly<Record<string, (path: string) => string>>,
): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, lines] of Object.entries(requests))
    found[name] = (await exchangeRaw(port, `${lines(path)}Connection: close\r\n\r\n`)).status;
  return found;
}

/** Each name with this status: what `statusesOf` is to find. */
export const all = (requests: Readonly<Record<string, unknown>>, status: number): Record<string, number> =>
  Object.fromEntries(Object.keys(requests).map((name) => [name, status]));
