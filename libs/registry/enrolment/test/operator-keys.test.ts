import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentKeys, loadKey, loadOrCreateKey } from '#libs/host/keys';
import { bytesEqual } from '#libs/core/wire';
import { NOW_MS } from '../../../../test/kit/ledger/device.js';
import { ORIGIN, TestLog } from '../../../../test/kit/ledger/test-log.js';
import { NextKeyInEnvironment, NextKeyInFile, type NextOperatorKey, OperatorKeyRegistrar } from '../index.js';
import { LoggingStream, STREAM_KEY } from './support/logging-stream.js';

let log: TestLog;
let stream: LoggingStream;
let root: string;
let keyFile: string;

/** As a program that starts anew: it signs with the key that lies in the file, at first the log's. */
function registrar(nextKey: NextOperatorKey = new NextKeyInFile(keyFile)): OperatorKeyRegistrar {
  const { algorithm, publicKey } = log.receipt;
  const signer = existsSync(keyFile) ? loadKey(keyFile) : log.operator;
  const receiptKey = { algorithm, publicKey };
  const devicesFolder = join(root, 'devices');
  const operator = { signer, streamKey: STREAM_KEY, logOrigin: ORIGIN, receiptKey, devicesFolder };
  const common = { operator, stream, reader: log.reader, broker: 'mqtt://127.0.0.1:1883', nowMs: () => NOW_MS };
  return new OperatorKeyRegistrar({ ...common, loggedTimeoutMs: Infinity }, nextKey);
}
const active = async (): Promise<Uint8Array[]> =>
  (await log.reader.registry.operatorKeys())
    .filter(({ role, toLogIndex }) => role === 'operator' && toLogIndex === null)
    .map(({ keyId }) => keyId);

beforeEach(async () => {
  log = await TestLog.create();
  stream = new LoggingStream(log);
  root = mkdtempSync(join(tmpdir(), 'cairn-operator-'));
  keyFile = join(root, 'operator.pem');
});
afterEach(async () => {
  await log.drop();
  rmSync(root, { recursive: true, force: true });
});

describe('a rotation of the operator key', () => {
  it('puts the new key into the file when it is in the log, beside the old one', async () => {
    const { keyId, before } = await registrar().rotate({ algorithm: 1 });
    expect(bytesEqual(loadKey(keyFile).keyId, keyId)).toBe(true);
    expect((await active()).map((key) => Buffer.from(key))).toEqual([before, keyId].map((key) => Buffer.from(key)));
    await registrar().end({ keyId: before });
    expect(await active()).toHaveLength(1);
    await registrar().rotate({ algorithm: 2 });
    expect(await active()).toHaveLength(2);
  });

  it('from the environment is signed by both keys there, touches no file, and asks for the next key where there is none', async () => {
    const pem = (): string =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const alone = new NextKeyInEnvironment(EnvironmentKeys.take({ CAIRN_OPERATOR_KEY: pem() }));
    await expect(registrar(alone).rotate({ algorithm: 1 })).rejects.toMatchObject({
      code: 'NEXT_KEY_MISSING',
      message: expect.stringContaining('CAIRN_OPERATOR_NEXT_KEY'),
    });
    const keys = EnvironmentKeys.take({ CAIRN_OPERATOR_KEY: pem(), CAIRN_OPERATOR_NEXT_KEY: pem() });
    const both = new NextKeyInEnvironment(keys);
    const { keyId, before, logIndex, isGiven } = await registrar(both).rotate({ algorithm: 1 });
    expect(isGiven).toBe(true);
    expect(Buffer.from(keyId).equals(keys.signer('nextOperator')!.keyId)).toBe(true);
    expect((await active()).map((key) => Buffer.from(key))).toEqual([before, keyId].map((key) => Buffer.from(key)));
    expect((await registrar(both).rotate({ algorithm: 1 })).logIndex).toBe(logIndex);
    expect(readdirSync(root).filter((name) => name.includes('.pem'))).toEqual([]);
  });

  it.each(['before the append', 'after the append'] as const)('killed %s goes on with the same key', async (when) => {
    stream.fail = when;
    await expect(registrar().rotate({ algorithm: 1 })).rejects.toThrow('killed');
    expect(existsSync(keyFile)).toBe(false);
    const { keyId } = loadOrCreateKey(`${keyFile}.next`, 1);
    stream.fail = 'never';
    expect(bytesEqual((await registrar().rotate({ algorithm: 1 })).keyId, keyId)).toBe(true);
    expect(await active()).toHaveLength(2);
    expect(bytesEqual(loadKey(keyFile).keyId, keyId)).toBe(true);
  });
});

describe('ending a key of the operator', () => {
  it('is refused for the last one, and for one that nobody knows', async () => {
    await expect(registrar().end({ keyId: log.operator.keyId })).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(registrar().end({ keyId: new Uint8Array(8) })).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
  });

  it('again changes nothing', async () => {
    const { before: keyId } = await registrar().rotate({ algorithm: 1 });
    const { role, logIndex } = await registrar().end({ keyId, compromised: { sinceMs: NOW_MS - 1 } });
    expect([role, logIndex]).toEqual(['operator', expect.any(Number)]);
    expect((await registrar().end({ keyId, compromised: {} })).logIndex).toBeUndefined();
  });
});
