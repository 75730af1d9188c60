import { gunzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answer, CACHING } from '../http/answer.js';
import { deliver } from '../http/deliver.js';

/** As much of a reply as `deliver` sets. */
function aReply(): { readonly reply: FastifyReply; readonly headers: Map<string, unknown> } {
  const headers = new Map<string, unknown>();
  const reply = {
    status: () => reply,
    headers: (all: Record<string, unknown>) => Object.entries(all).forEach(([name, value]) => headers.set(name, value)),
    header: (name: string, value: unknown) => headers.set(name, value),
    getHeader: (name: string) => headers.get(name),
  };
  return { reply: reply as never as FastifyReply, headers };
}

it('says that a body is compressed only when it is: until then a problem document may go out in its place', async () => {
  const text = 'many words '.repeat(20_000); // more than is compressed at once
  const request = { headers: { 'accept-encoding': 'gzip' }, url: '/' } as never as FastifyRequest;
  const { reply, headers } = aReply();
  const delivered = deliver(request, reply, new Answer({ mediaType: 'text/plain', body: text, caching: CACHING.page }));
  expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([undefined, 'Accept-Encoding']);
  expect(gunzipSync((await delivered)!).toString()).toBe(text);
  expect(headers.get('content-encoding')).toBe('gzip');
  expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]{64}"$/u);
});
