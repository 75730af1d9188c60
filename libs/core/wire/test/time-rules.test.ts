import { judgeScanTime } from '#libs/core/wire';

const arrival = Date.parse('2026-01-02T12:00:00Z');
const at = (text: string) => judgeScanTime({ eventTimeMs: Date.parse(text), receivedTimeMs: arrival });

describe('the time of a device', () => {
  it.each([
    ['now', '2026-01-02T12:00:00Z', undefined],
    ['years ago, because it was offline', '2000-01-01T00:00:00Z', undefined],
    ['in 1970', '1970-01-01T00:00:00Z', 'TIME_TOO_EARLY'],
    ['just before 2000', '1999-12-31T23:59:59.999Z', 'TIME_TOO_EARLY'],
    ['5 minutes ahead', '2026-01-02T12:05:00Z', undefined],
    ['a little more than 5 minutes ahead', '2026-01-02T12:05:00.001Z', 'CLOCK_AHEAD'],
    ['48 hours ahead', '2026-01-04T12:00:00Z', 'CLOCK_AHEAD'],
    ['more than 48 hours ahead', '2026-01-04T12:00:00.001Z', 'TIME_TOO_LATE'],
    ['in 2100', '2100-01-01T00:00:00Z', 'TIME_TOO_LATE'],
  ])('%s', (_what, time, expected) => expect(at(time)).toBe(expected));
});
