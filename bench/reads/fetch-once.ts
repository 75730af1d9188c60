import { Agent, get } from 'node:http';
import { gunzipSync } from 'node:zlib';

const agent = new Agent({ keepAlive: true, maxSockets: 2 });

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** One answer, unpacked. */
export function fetchOnce(url: string): Promise<Answer> {
  return new Promise((done, fail) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const raw = Buffer.concat(chunks);
        const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
        done({ status: response.statusCode ?? 0, body });
      });
      response.on('error', fail);
    }).on('error', fail);
  });
}
