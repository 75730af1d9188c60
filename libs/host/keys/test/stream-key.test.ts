import { createHmac } from 'node:crypto';
import { lookupKeyOf, parseStreamKey } from '#libs/host/keys';

it('reads a key of 64 hex digits, and never repeats the text of a bad one', () => {
  expect(parseStreamKey(`${'0a'.repeat(32)}\n`)).toEqual(new Uint8Array(32).fill(10));
  for (const text of ['', 'secret', '0a'.repeat(31), `${'0a'.repeat(32)}00`])
    expect(() => parseStreamKey(text)).toThrow(
      expect.objectContaining({ code: 'KEY_FILE_UNREADABLE', message: 'the stream key is 64 hex digits' }),
    );
});

it('derives the key of look-ups from the stream key, which it does not show', () => {
  const streamKey = new Uint8Array(32).fill(7);
  const expected = createHmac('sha256', streamKey).update('cairn.stream.lookups.v1\0').digest();
  expect(Buffer.from(lookupKeyOf(streamKey)).equals(expected)).toBe(true);
});
