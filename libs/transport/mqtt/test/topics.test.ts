import { eventTopic, isDeviceId, scanTopic } from '#libs/core/wire';
import { readTopic } from '../topics.js';

describe('device ids in topics', () => {
  it.each(['gate-7', 'urn:device:1', 'Gerät_3', '1'])('accepts %s', (id) => {
    expect(isDeviceId(id)).toBe(true);
    expect(readTopic(scanTopic(id))).toEqual({ channel: 'scans', deviceId: id });
    expect(readTopic(eventTopic(id))).toEqual({ channel: 'events', deviceId: id });
  });

  it.each([
    ['nothing', ''],
    ['a further level', 'a/b'],
    ['a wildcard of one level', 'a+'],
    ['a wildcard of all levels', '#'],
    ['a system topic', '$SYS'],
    ['a space', 'a b'],
    ['a control character', 'a\u0000'],
    ['a line end', 'a\n'],
    ['129 characters', 'x'.repeat(129)],
  ])('refuses %s', (_name, id) => {
    expect(isDeviceId(id)).toBe(false);
    for (const topic of [scanTopic(id), eventTopic(id)])
      expect(() => readTopic(topic)).toThrow(expect.objectContaining({ code: 'TOPIC_FORM' }));
  });

  it('refuses the topic of receipts', () => {
    expect(() => readTopic('cairn/v1/receipts/a')).toThrow(expect.objectContaining({ code: 'TOPIC_FORM' }));
  });
});
