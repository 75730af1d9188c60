import { type IncomingHttpHeaders, request, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';

export interface Asked {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * One question on a connection of its own.
 *
 * @param options `localAddress` asks from another address of loopback, such as 127.0.0.2: the server sees another caller
 */
export function ask(url: string, options: RequestOptions & { readonly ca?: string } = {}): Promise<Asked> {
  const send = url.startsWith('https:') ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const sent = send(url, { agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}
