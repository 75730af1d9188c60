import { isAddressWithUserinfo, withoutUserinfo } from '../index.js';

describe('a text without users and passwords', () => {
  it.each([
    ['mqtt://cairn-ingest:secret@broker:1883', 'mqtt://broker:1883'],
    ['MQTTS://U:secret@Broker', 'MQTTS://Broker'],
    ['postgres://secret@db/cairn', 'postgres://db/cairn'],
    [
      'connect to mqtt://u:secret@b:1, then postgres://u:secret@d/x: failed',
      'connect to mqtt://b:1, then postgres://d/x: failed',
    ],
    ['{"url":"mqtt://u:secret@b","mail":"a@example.org"}', '{"url":"mqtt://b","mail":"a@example.org"}'],
    ['(mqtt://u:se/cr?e#t@b)', '(mqtt://b)'],
    ["at 'mqtt://u:it's@b'", "at 'mqtt://b'"],
    ['http://u:secret@one@two', 'http://two'],
    ['north=https://u:secret@w.example/w1', 'north=https://w.example/w1'],
    ['postgres://db/cairn?user=u&password=secret&x=1', 'postgres://db/cairn?user=u&password=***&x=1'],
    ['postgres://[::1]:5432/x', 'postgres://[::1]:5432/x'],
    ['mail a@example.org, see https://example.org/', 'mail a@example.org, see https://example.org/'],
    ['https://id.gs1.org/01/09521001000024/21/a%40b', 'https://id.gs1.org/01/09521001000024/21/a%40b'],
  ])('%s', (text, shown) => {
    expect(withoutUserinfo(text)).toBe(shown);
    expect(withoutUserinfo(shown)).toBe(shown);
  });

  it('takes time in proportion to the text', () => {
    const steps = (text: string): number => withoutUserinfo(text).length;
    // Each of these costs minutes where every :// is a new beginning.
    expect(steps('://'.repeat(1_000_000))).toBe(3_000_000);
    expect(steps(`${'a'.repeat(3_000_000)}@`)).toBe(3_000_001);
  });

  it.each([
    ['mqtt://u:p@h', true],
    ['mqtt://u@h', true],
    ['mqtt://h/@', true],
    ['mqtt://h:1883', false],
    ['a@b', false],
  ])('tells whether %s holds a user', (text, holds) => expect(isAddressWithUserinfo(text)).toBe(holds));
});
