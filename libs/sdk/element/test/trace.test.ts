import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { EVIDENCE_CHARACTERS_MAX } from '#libs/core/evidence';
import { formatVkey } from '#libs/core/tlog';
import { MemoryLog } from '../../../../test/kit/core/memory-log.js';
import { readText } from '../read-text.js';
import { trace, type TraceState } from '../trace-controller.js';

const OBJECT = 'https://id.gs1.org/01/09520001000010/21/A1';
const MEGABYTE = 1024 * 1024;
const log = new MemoryLog('cairn.example/widget');
const logKey = formatVkey(log.vkey);

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What the element makes of an answer. */
async function traceOf(answer: RequestListener, keys = logKey): Promise<TraceState> {
  server = createServer(answer);
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
  const source = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return trace({ object: OBJECT, logKey: keys, source }, new AbortController().signal);
}

describe('the key of the page', () => {
  const next = 'cairn.example/widget+ffffffff+AAAA';
  const answer: RequestListener = (_request, response) => void response.writeHead(404).end();

  const other = formatVkey({ ...log.vkey, publicKey: Uint8Array.from(log.vkey.publicKey, (byte) => byte ^ 1) });

  it.each([logKey, ` ${logKey}\n`, `${logKey} ${other}`, `${other}\n  ${logKey}`])(
    'may be several, parted by white space: %j',
    async (keys) => expect(await traceOf(answer, keys)).toEqual({ kind: 'error', reason: 'unknown-object' }),
  );

  it.each([
    ['none', ' '],
    ['one that is none', next],
    ['one that is none beside a good one', `${logKey} ${next}`],
    ['the same one twice', `${logKey} ${logKey}`],
  ])('is wrong: %s', async (_what, keys) => {
    expect(await traceOf(answer, keys)).toEqual({ kind: 'error', reason: 'key-wrong' });
  });
});

describe('an answer that is longer than any evidence', () => {
  const LONG = 2 * EVIDENCE_CHARACTERS_MAX;

  it('is not read to its end where it does not say how long it is', async () => {
    let sent = 0;
    let gone: Promise<unknown> = Promise.resolve();
    const state = await traceOf((_request, response) => {
      gone = once(response, 'close');
      const more = (): void => {
        if (sent === LONG) return void response.end();
        sent += MEGABYTE;
        response.write(Buffer.alloc(MEGABYTE, 'x'), (error) => error ?? more());
      };
      more();
    });
    expect(state).toEqual({ kind: 'error', reason: 'unavailable' });
    await gone;
    expect(sent).toBeLessThan(LONG);
  });

  it('is not taken where only its compressed bytes are few', async () => {
    const body = gzipSync(Buffer.alloc(LONG, 'x'), { level: 1 });
    const state = await traceOf((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    });
    expect(body.length).toBeLessThan(EVIDENCE_CHARACTERS_MAX / 10);
    expect(state).toEqual({ kind: 'error', reason: 'unavailable' });
  });
});

describe('the text of an answer', () => {
  const answerOf = (...chunks: readonly Uint8Array[]): Response =>
    new Response(
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      }),
    );
  const bytes = new TextEncoder().encode('{"to":"Zürich 东 🦐"}');

  it('is the same however it was cut', async () => {
    for (let at = 0; at <= bytes.length; at++) {
      expect(await readText(answerOf(bytes.subarray(0, at), bytes.subarray(at)), 100)).toBe('{"to":"Zürich 东 🦐"}');
    }
    expect(await readText(answerOf(), 100)).toBe('');
    expect(await readText(new Response(null), 100)).toBe('');
  });

  it('may have just as many characters as are allowed', async () => {
    expect(await readText(answerOf(bytes), 21)).toHaveLength(21 - 1);
    expect(await readText(answerOf(bytes), 20)).toHaveLength(20);
    expect(await readText(answerOf(bytes), 19)).toBeUndefined();
  });

  it('is read as the browser itself reads it where bytes are cut or wrong', async () => {
    const wrong = Uint8Array.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0xe4, 0xb8]);
    expect(await readText(answerOf(wrong), 100)).toBe(await new Response(wrong).text());
  });
});
