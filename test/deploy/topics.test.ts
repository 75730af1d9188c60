import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventTopic, receiptTopic, scanTopic } from '#libs/core/wire';
import { SHARED_EVENTS, SHARED_SCANS } from '#libs/transport/mqtt';

const acl = readFileSync(join(import.meta.dirname, '../../deploy/mosquitto/acl.conf'), 'utf8');
const rules = acl.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const ofEverybody = rules.slice(
  0,
  rules.findIndex((rule) => rule.startsWith('user ')),
);
const ofIngest = rules.slice(ofEverybody.length + 1);

describe("the broker's access list", () => {
  it('gives a device its own three topics, and nothing else', () => {
    expect(ofEverybody.sort()).toEqual(
      [
        `pattern write ${scanTopic('%u')}`,
        `pattern write ${eventTopic('%u')}`,
        `pattern read ${receiptTopic('%u')}`,
      ].sort(),
    );
  });

  it('gives ingest what it subscribes to, and the answers to everybody', () => {
    const [, group, ...scans] = SHARED_SCANS.split('/');
    const events = SHARED_EVENTS.split('/').slice(2);
    expect(rules[ofEverybody.length]).toBe(`user ${group}`);
    expect(ofIngest.sort()).toEqual(
      [`topic read ${scans.join('/')}`, `topic read ${events.join('/')}`, `topic write ${receiptTopic('+')}`].sort(),
    );
  });
});
