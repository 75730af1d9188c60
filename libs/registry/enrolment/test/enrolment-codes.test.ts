import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatEnrolmentCode } from '#libs/sdk/device';
import { deviceKey } from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import { NOW_MS } from '../../../../test/kit/ledger/device.js';
import { ORIGIN, TestLog } from '../../../../test/kit/ledger/test-log.js';
import { EnrolmentCodes, KeyRegistrar, type Operator, readDeviceKeys, type RegistrarOptions } from '../index.js';
import { LoggingStream, STREAM_KEY } from './support/logging-stream.js';

const FARM = { gln: '9520000000004', name: 'Farm', country: 'IN' };
const REQUEST = { id: 'gate-8', partyGln: FARM.gln, parties: [FARM], validMs: 3_600_000 };

let log: TestLog;
let stream: LoggingStream;
let operator: Operator;
let root: string;
let nowMs: number;

const options = (): RegistrarOptions => ({
  operator,
  stream,
  reader: log.reader,
  broker: 'mqtt://127.0.0.1:1883',
  nowMs: () => nowMs,
  loggedTimeoutMs: Infinity,
});
const keys = () => readDeviceKeys(log.reader, deviceKey('gate-8'), 'gate-8');

beforeEach(async () => {
  nowMs = NOW_MS;
  log = await TestLog.create();
  stream = new LoggingStream(log);
  root = mkdtempSync(join(tmpdir(), 'cairn-codes-'));
  const { algorithm, publicKey } = log.receipt;
  const receiptKey = { algorithm, publicKey };
  const devicesFolder = join(root, 'devices');
  operator = { signer: log.operator, streamKey: STREAM_KEY, logOrigin: ORIGIN, receiptKey, devicesFolder };
});
afterEach(async () => {
  await log.drop();
  rmSync(root, { recursive: true, force: true });
});

describe('an enrolment code', () => {
  it('is a key in the log that expires, and the same code until it is used', async () => {
    const code = await new EnrolmentCodes(options()).issue(REQUEST);
    const { keyId } = signerOfSeed(code.seed);
    expect((await keys()).activeKey).toMatchObject({ keyId, expiresMs: NOW_MS + 3_600_000 });
    const { size } = (await log.reader.head())!;
    expect(formatEnrolmentCode(await new EnrolmentCodes(options()).issue(REQUEST))).toBe(formatEnrolmentCode(code));
    expect((await log.reader.head())!.size).toBe(size);
  });

  it('is not made for the name of ingest at brokers', async () => {
    const issuing = new EnrolmentCodes(options()).issue({ ...REQUEST, id: 'cairn-ingest' });
    await expect(issuing).rejects.toMatchObject({ code: 'NAME_RESERVED' });
    expect(readdirSync(root)).toEqual([]);
  });

  it.each(['before the append', 'after the append'] as const)('killed %s is the same code', async (when) => {
    stream.fail = when;
    await expect(new EnrolmentCodes(options()).issue(REQUEST)).rejects.toThrow('killed');
    stream.fail = 'never';
    const code = await new EnrolmentCodes(options()).issue(REQUEST);
    expect((await keys()).activeKey).toMatchObject({ keyId: signerOfSeed(code.seed).keyId });
    expect((await keys()).keys).toHaveLength(1);
  });

  it('that has expired gives way to another one, by a boot', async () => {
    const first = await new EnrolmentCodes(options()).issue(REQUEST);
    nowMs += 3_600_001;
    log.clock.ms = nowMs;
    const second = await new EnrolmentCodes(options()).issue(REQUEST);
    expect(formatEnrolmentCode(second)).not.toBe(formatEnrolmentCode(first));
    expect((await keys()).activeKey).toMatchObject({ keyId: signerOfSeed(second.seed).keyId });
    expect((await keys()).segments).toHaveLength(2);
  });

  it('of a device that works is refused unless it is to be replaced', async () => {
    await new EnrolmentCodes(options()).issue(REQUEST);
    await new KeyRegistrar(options()).beginBoot({ id: 'gate-8', newKey: {} });
    await expect(new EnrolmentCodes(options()).issue(REQUEST)).rejects.toMatchObject({ code: 'DEVICE_OTHERWISE' });
    const code = await new EnrolmentCodes(options()).issue({ ...REQUEST, replace: true });
    expect((await keys()).activeKey).toMatchObject({ keyId: signerOfSeed(code.seed).keyId });
  });
});
