import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAuthority } from '../../../../test/support/certificates.js';
import { describeWithReal } from '../../../../test/support/services.js';
import { openScanStream, type ScanStream, type StreamName } from '../index.js';
import { topicOf } from '../kafka/topics.js';
import type { StreamLog } from '../stream-log.js';
import { SecureKafka, USERS } from './support/secure-kafka.js';

type User = keyof typeof USERS;

const APPEND_TIMEOUT_MS = 10_000;
const RIGHTS = 'deploy/kafka/create-acls.sh gives each program what it needs';

describeWithReal('kafka', 'Kafka with TLS and passwords', () => {
  let kafka: SecureKafka;
  const open: ScanStream[] = [];
  /** Everything that the streams have told. */
  let told = '';

  beforeAll(async () => {
    kafka = await SecureKafka.start();
    // Makes the topics: the others may not.
    await stream('cairn-anchor').partitions('scans');
  }, 120_000);
  afterAll(() => kafka?.remove());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    for (const password of Object.values(USERS)) expect(told).not.toContain(password);
  });

  /** Called with what a stream tells. */
  const listeners: StreamLog[] = [];
  const nextError = (name: StreamName): Promise<string> =>
    new Promise((resolve) =>
      listeners.push((level, message, details) => {
        if (level === 'error' && details?.['topic'] === topicOf(name)) resolve(message);
      }),
    );

  const log: StreamLog = (level, message, details) => {
    for (const listener of listeners) listener(level, message, details);
    const { error, ...rest } = details ?? {};
    told += `${level} ${message} ${JSON.stringify(rest)} ${error instanceof Error ? error.stack : String(error)}\n`;
  };

  /** As a program opens it, from its environment. */
  function stream(user: User, change: Readonly<Record<string, string | undefined>> = {}): ScanStream {
    const logger = Object.fromEntries(
      (['debug', 'info', 'warn', 'error'] as const).map((level) => [
        level,
        (details: Record<string, unknown>, message: string) => log(level, message, details),
      ]),
    );
    const opened = openScanStream(
      {
        CAIRN_PROFILE: 'distributed',
        CAIRN_DATA: kafka.folder,
        CAIRN_DATABASE_URL: undefined,
        CAIRN_KAFKA_BROKERS: kafka.broker,
        CAIRN_KAFKA_TLS: 'yes',
        CAIRN_KAFKA_TLS_CA: kafka.authorityFile,
        CAIRN_KAFKA_SASL: 'scram-sha-512',
        CAIRN_KAFKA_USER: user,
        CAIRN_KAFKA_PASSWORD: USERS[user],
        ...change,
      } as Parameters<typeof openScanStream>[0],
      { appendTimeoutMs: APPEND_TIMEOUT_MS, logger: logger as never },
    );
    open.push(opened);
    return opened;
  }

  const append = (by: ScanStream, name: StreamName, text: string): Promise<void> =>
    by.append(name, [{ partition: 0, value: Buffer.from(text) }]);

  const failure = async (work: Promise<unknown>): Promise<{ code?: string; message: string }> =>
    work.then(
      () => ({ message: 'it was done' }),
      ({ code, message }: { code: string; message: string }) => ({ code, message }),
    );

  it.each(['scram-sha-256', 'scram-sha-512'])(
    'carries the records of each program, which logged in by %s',
    async (mechanism) => {
      const login = { CAIRN_KAFKA_SASL: mechanism };
      const [anchor, ingest, api] = [
        stream('cairn-anchor', login),
        stream('cairn-ingest', login),
        stream('cairn-api', login),
      ];
      const way = async (from: ScanStream, to: ScanStream, name: StreamName, group: string): Promise<void> => {
        const ends = await to.ends(name);
        let take!: (text: string) => void;
        const taken = new Promise<string>((resolve) => (take = resolve));
        await to.subscribe({
          stream: name,
          group: `${group}-${mechanism}`,
          startAt: async () => ends,
          onBatch: async ({ records }) => take(Buffer.from(records[0]!.value).toString()),
        });
        await append(from, name, `${name} by ${mechanism}`);
        expect(await taken).toBe(`${name} by ${mechanism}`);
      };
      await way(ingest, anchor, 'scans', 'cairn-anchor-e1');
      await way(api, anchor, 'lookups', 'cairn-anchor-e1');
      await way(anchor, ingest, 'receipts', 'cairn-ingest');
      await anchor.trim('scans', await anchor.ends('scans'));
      await append(anchor, 'scans', 'an enrolment of the operator');
    },
    60_000,
  );

  it('refuses a wrong password, a user that it does not know, and none', async () => {
    const sentence =
      'Kafka refuses the user or its password: see CAIRN_KAFKA_USER, CAIRN_KAFKA_PASSWORD and CAIRN_KAFKA_SASL.';
    const wrong = [{ CAIRN_KAFKA_PASSWORD: USERS.nobody }, { CAIRN_KAFKA_USER: 'stranger' }];
    for (const change of wrong)
      expect(await failure(stream('cairn-ingest', change).partitions('scans'))).toEqual({
        code: 'REFUSED',
        message: sentence,
      });
    const none = { CAIRN_KAFKA_SASL: undefined, CAIRN_KAFKA_USER: undefined, CAIRN_KAFKA_PASSWORD: undefined };
    expect((await failure(stream('cairn-ingest', none).partitions('scans'))).code).toBe('UNAVAILABLE');
  }, 60_000);

  it('is refused where another authority vouches for it, or for another name', async () => {
    const other = join(kafka.folder, 'other.pem');
    writeFileSync(other, (await makeAuthority('Another authority')).certificate);
    const untrusted =
      `The certificate of Kafka at ${kafka.broker} was not issued by an authority that is trusted here: ` +
      'name the file with the certificates of its authority (CAIRN_KAFKA_TLS_CA, CAIRN_KAFKA_BROKERS).';
    for (const authority of [other, undefined])
      expect(await failure(stream('cairn-ingest', { CAIRN_KAFKA_TLS_CA: authority }).partitions('scans'))).toEqual({
        code: 'REFUSED',
        message: untrusted,
      });
    expect(
      await failure(stream('cairn-ingest', { CAIRN_KAFKA_BROKERS: kafka.brokerByAddress }).partitions('scans')),
    ).toEqual({
      code: 'REFUSED',
      message:
        `The certificate of Kafka at ${kafka.brokerByAddress} is not for the name or address under which it is asked ` +
        '(CAIRN_KAFKA_TLS_CA, CAIRN_KAFKA_BROKERS).',
    });
  }, 60_000);

  it('does not answer who speaks without TLS', async () => {
    const clear = stream('cairn-ingest', { CAIRN_KAFKA_TLS: 'no', CAIRN_KAFKA_TLS_CA: undefined });
    expect(await failure(clear.partitions('scans'))).toEqual({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/^Kafka did not answer in time: /u),
    });
  }, 60_000);

  /** What each user may do with each stream, by appending and by reading. */
  const MAY: Readonly<Record<User, Readonly<Record<StreamName, 'both' | 'append' | 'read' | 'nothing'>>>> = {
    'cairn-anchor': { scans: 'both', receipts: 'both', lookups: 'both' },
    'cairn-ingest': { scans: 'append', receipts: 'read', lookups: 'nothing' },
    'cairn-api': { scans: 'nothing', receipts: 'nothing', lookups: 'append' },
    nobody: { scans: 'nothing', receipts: 'nothing', lookups: 'nothing' },
  };
  const GROUPS: Readonly<Record<User, string>> = {
    'cairn-anchor': 'cairn-anchor-e2',
    'cairn-ingest': 'cairn-ingest',
    'cairn-api': 'cairn-api',
    nobody: 'nobody',
  };

  /** Whether a record comes to this user: a member of a group may well have no right to read. */
  async function reads(by: ScanStream, name: StreamName, group: string): Promise<void> {
    const dead = nextError(name);
    const ends = await by.ends(name);
    await new Promise<void>((read, refuse) => {
      const subscribed = by.subscribe({ stream: name, group, startAt: async () => ends, onBatch: async () => read() });
      subscribed.then(() => append(stream('cairn-anchor'), name, 'for whoever may')).catch(refuse);
      void dead.then((why) => refuse(Object.assign(new Error(why), { code: 'REFUSED' })));
    });
  }

  it.each(Object.keys(MAY) as User[])(
    'lets %s do its work and nothing else',
    async (user) => {
      const by = stream(user);
      const found: Record<string, string> = {};
      const refusals: string[] = [];
      const may = async (work: Promise<unknown>): Promise<boolean> => {
        const { code, message } = await failure(work);
        if (code !== undefined) refusals.push(message);
        return code === undefined;
      };
      for (const name of ['scans', 'receipts', 'lookups'] as const) {
        const appends = await may(append(by, name, `by ${user}`));
        const isRead = await may(reads(by, name, GROUPS[user]));
        found[name] = appends ? (isRead ? 'both' : 'append') : isRead ? 'read' : 'nothing';
      }
      expect(found).toEqual(MAY[user]);
      for (const refusal of refusals) expect(refusal).toMatch(new RegExp(`this user .*: ${RIGHTS}\\.?$`, 'u'));
    },
    120_000,
  );

  it('lets ingest read receipts in its own group alone', async () => {
    const reading = stream('cairn-ingest').subscribe({
      stream: 'receipts',
      group: 'cairn-anchor-e1',
      startAt: async () => new Map(),
      onBatch: async () => {},
    });
    expect(await failure(reading)).toEqual({
      code: 'UNAVAILABLE',
      message:
        'Kafka did not let this member into the group cairn-anchor-e1.receipts in time: nobody coordinates it yet, ' +
        `or this user may not read as its member (CAIRN_KAFKA_USER): ${RIGHTS}`,
    });
  }, 60_000);
});
