import { Agent, get } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { quantile } from './quantile.js';
import type { Figure } from './report.js';

const agent = new Agent({ keepAlive: true, maxSockets: 2 });

interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly bytesOnTheWire: number;
}

export function fetchOnce(url: string): Promise<Answer> {
  return new Promise((done, fail) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const raw = Buffer.concat(chunks);
        const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
        done({ status: response.statusCode ?? 0, body, bytesOnTheWire: raw.length });
      });
      response.on('error', fail);
    }).on('error', fail);
  });
}

/** URIs of objects that the log names, chosen at random. */
export async function randomObjects(databaseUrl: string, count: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ uri: string }>(
      'SELECT uri FROM projection_search.object_uri ORDER BY random() LIMIT $1',
      [count],
    );
    return rows.map(({ uri }) => uri);
  } finally {
    await client.end();
  }
}

/** Trail plus evidence over HTTP, one asker after the other: what one person waits. */
export async function measureReads(apiUrl: string, uris: readonly string[]): Promise<Figure[]> {
  const times: number[] = [];
  const sizes: number[] = [];
  for (const uri of uris) {
    const path = uri.replace('https://id.gs1.org/', '');
    const start = performance.now();
    const [trail, evidence] = [
      await fetchOnce(`${apiUrl}/api/v1/objects/${path}/trail`),
      await fetchOnce(`${apiUrl}/api/v1/objects/${path}/evidence`),
    ];
    times.push(performance.now() - start);
    if (trail.status !== 200 || evidence.status !== 200)
      throw new Error(`${uri}: ${trail.status}, ${evidence.status} ${evidence.body.toString()}`);
    sizes.push(gzipSync(evidence.body).length);
  }
  return [
    { what: `trail + evidence over HTTP, p50 of ${uris.length} objects`, value: quantile(times, 0.5), unit: 'ms' },
    {
      what: `trail + evidence over HTTP, p99 of ${uris.length} objects`,
      value: quantile(times, 0.99),
      unit: 'ms',
      goal: '<= 10',
    },
    { what: 'evidence gzipped, p50', value: quantile(sizes, 0.5) / 1_000, unit: 'kB' },
  ];
}
