// Public keys that verifiers disagree about are refused wherever they could come in: by the command that enrols a device, by the
// ledger when an event arrives, and by every verifier, should an operator have logged one all the same.
import { ed25519 } from '@noble/curves/ed25519.js';
import { z } from 'zod';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import { mqttEnvironment } from '#libs/transport/mqtt';
import { EventKind } from '#libs/core/wire';
import { checkPublicKey } from '#libs/core/signatures';
import { generateKey, signerOf } from '#libs/host/keys';
import { enrolDevice } from '../../apps/cli/device/enrol.js';
import { TestDevice } from '../kit/ledger/device.js';
import { TestLog } from '../kit/ledger/test-log.js';
import { bundleOf, judge, resultsOf } from '../kit/core/evidence.js';
import { Fleet } from '../kit/core/fleet.js';

const Point = ed25519.Point;
const TORSION = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'); // order 8
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

const CROOKED: readonly (readonly [string, 1 | 2, Uint8Array, string])[] = [
  ['the neutral point', 1, TORSION.multiplyUnsafe(0n).toBytes(), 'PUBLIC_KEY_SMALL_ORDER'],
  ['of order 8', 1, TORSION.toBytes(), 'PUBLIC_KEY_SMALL_ORDER'],
  ['of mixed order', 1, Point.BASE.multiply(12_345n).add(TORSION).toBytes(), 'PUBLIC_KEY_TORSION'],
  ['not canonical: y = p', 1, hex(`ed${'ff'.repeat(30)}7f`), 'PUBLIC_KEY_NOT_CANONICAL'],
  ['not canonical: y = p + 3', 1, hex(`f0${'ff'.repeat(30)}7f`), 'PUBLIC_KEY_NOT_CANONICAL'],
  ['no point', 1, hex(`02${'00'.repeat(31)}`), 'PUBLIC_KEY_NOT_ON_CURVE'],
  [
    'of P-256, x = p',
    2,
    hex('02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'),
    'PUBLIC_KEY_NOT_CANONICAL',
  ],
  ['of P-256, no point', 2, hex(`02${'00'.repeat(31)}01`), 'PUBLIC_KEY_NOT_ON_CURVE'],
];
const signerWith = (algorithm: 1 | 2, publicKey: Uint8Array) => ({
  ...signerOf(generateKey(algorithm)),
  algorithm,
  publicKey,
});

describe.each(CROOKED)('a key %s', (_what, algorithm, publicKey, code) => {
  it('is no key', () => expect(() => checkPublicKey(algorithm, publicKey)).toThrow(expect.objectContaining({ code })));

  it('is refused by the command, before a node is asked for anything', async () => {
    const options = {
      party: '9520000000004',
      algorithm: algorithm === 1 ? ('ed25519' as const) : ('p256' as const),
      publicKey: Buffer.from(publicKey).toString('hex'),
      boot: '00'.repeat(16),
    };
    // There is no node in this folder: opening its registrar would fail in another way.
    const schema = z.object({ ...commonEnvironment, ...mqttEnvironment });
    const environment = parseEnvironment(schema, { CAIRN_DATA: '/nowhere' });
    const context = { environment, signal: new AbortController().signal };
    const enrolling = enrolDevice('crooked', options, context);
    await expect(enrolling).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/^--public-key: /u),
    });
  });

  it('fails in every verdict, even when an operator has enrolled it', async () => {
    const fleet = new Fleet();
    const party = fleet.party('Maker');
    fleet.device('crooked', party, { signer: signerWith(algorithm, publicKey) });
    fleet.device('honest', party).scan();
    const verdict = await judge(fleet.log, { evidence: bundleOf(fleet.log, [0, 1, 2, 3, 4, 5]) });
    expect([verdict.exit, resultsOf(verdict, 'KEYS')]).toEqual([20, ['failed']]);
  });
});

describe('the ledger', () => {
  let log: TestLog;
  beforeAll(async () => (log = await TestLog.create()));
  afterAll(() => log.drop());

  const reasonsOf = async (...events: Parameters<TestLog['append']>[0]['events'] & object): Promise<string[]> =>
    (await log.append({ events })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));

  it.each(CROOKED)(
    'refuses a device and a receipt key with a key %s, and logs nothing',
    async (_what, algorithm, publicKey) => {
      const honest = new TestDevice(`beside-${Buffer.from(publicKey).toString('hex')}`);
      await log.append({ events: [log.partyEvent(honest.gln)] });
      const { size } = log.ledger;
      const { id, key, boot, party } = honest;
      const signer = signerWith(algorithm, publicKey);
      expect(await reasonsOf(log.enrolEvent({ id, key, boot, party, signer }))).toEqual(['EVENT_PUBLIC_KEY_INVALID']);
      expect(await reasonsOf(log.receiptKeyEvent(log.operator, signer))).toEqual(['EVENT_PUBLIC_KEY_INVALID']);
      expect(log.ledger.size).toBe(size);
      expect(await reasonsOf(log.enrolEvent(honest))).toEqual([]);
      const kinds = (await log.entries(size)).map((entry) => entry.kind === 'event' && entry.event.kind);
      expect(kinds).toEqual([EventKind.ENROL]);
    },
  );
});
