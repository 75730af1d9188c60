import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventTopic, INGEST_USER, receiptTopic, scanTopic } from '#libs/core/wire';
import { SHARED_EVENTS, SHARED_SCANS } from '#libs/transport/mqtt';

const rulesOf = (file: string): string[] =>
  readFileSync(join(import.meta.dirname, '../../deploy/mosquitto', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

describe("the broker's access lists", () => {
  it('give a device its own three topics, and nothing else', () => {
    expect(rulesOf('acl-devices.conf').sort()).toEqual(
      [
        `pattern write ${scanTopic('%u')}`,
        `pattern write ${eventTopic('%u')}`,
        `pattern read ${receiptTopic('%u')}`,
      ].sort(),
    );
  });

  it('give ingest what it subscribes to, and the answers to everybody', () => {
    const [, group, ...scans] = SHARED_SCANS.split('/');
    const events = SHARED_EVENTS.split('/').slice(2);
    const [user, ...rules] = rulesOf('acl-ingest.conf');
    expect([user, group]).toEqual([`user ${INGEST_USER}`, INGEST_USER]);
    expect(rules.sort()).toEqual(
      [`topic read ${scans.join('/')}`, `topic read ${events.join('/')}`, `topic write ${receiptTopic('+')}`].sort(),
    );
  });
});
