import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { dataPaths, type DataPaths } from '#libs/host/service';
import {
  beginLogRotation,
  EnvironmentKeys,
  finishLogRotation,
  generateKey,
  listKeys,
  loadIdentity,
  loadKey,
  type NodeIdentity,
  type Signer,
  signerOf,
} from '#libs/host/keys';
import { formatCheckpointBody, formatNote, noteSignature, parsePolicy, parseVkey, signedBytes } from '#libs/core/tlog';
import { vkeyOf } from '../identity/log-keys.js';
import { withLogLine } from '../identity/policy-line.js';

let paths: DataPaths;
beforeEach(() => (paths = dataPaths(mkdtempSync(join(tmpdir(), 'cairn-identity-')))));
afterEach(() => rmSync(paths.root, { recursive: true, force: true }));

const identity = (keys?: EnvironmentKeys, begun = false): NodeIdentity =>
  loadIdentity({ paths, origin: 'identity.test/log', begun, keys });
const pemOf = (algorithm: 1 | 2 = 1): string =>
  generateKey(algorithm).export({ format: 'pem', type: 'pkcs8' }) as string;
const root = new Uint8Array(32).fill(7);

/** As the anchor would publish. */
function publishBy(...signers: readonly Signer[]): void {
  const text = formatCheckpointBody({ origin: 'identity.test/log', size: 3, root });
  const signatures = signers.map((signer) => {
    const { name, keyId } = vkeyOf('identity.test/log', signer);
    return noteSignature({ name, keyId, signature: signer.sign(signedBytes(text)) });
  });
  mkdirSync(paths.log, { recursive: true });
  writeFileSync(join(paths.log, 'checkpoint'), formatNote(text, signatures));
}

describe('keys in the environment', () => {
  it('are taken out of it, and the object that has them shows nothing', () => {
    const pem = pemOf();
    const environment = {
      CAIRN_LOG_KEY: pem,
      CAIRN_STREAM_KEY: 'ab'.repeat(32),
      CAIRN_RECEIPT_KEY: '',
      CAIRN_DATA: 'x',
    };
    const keys = EnvironmentKeys.take(environment);
    expect(environment).toEqual({ CAIRN_DATA: 'x' });
    expect([keys.has('log'), keys.has('stream'), keys.has('receipt')]).toEqual([true, true, false]);
    const shown = inspect(keys, { depth: 9, showHidden: true }) + JSON.stringify(keys);
    for (const secret of [pem.split('\n')[1]!, 'abababab']) expect(shown).not.toContain(secret);
    expect(keys.handOver('stream', 'receipt')).toEqual({ CAIRN_STREAM_KEY: 'ab'.repeat(32) });
  });

  it('stand in the place of files, which are not made then, nor missed', () => {
    const variables = {
      CAIRN_LOG_KEY: pemOf(),
      CAIRN_OPERATOR_KEY: pemOf(),
      CAIRN_RECEIPT_KEY: pemOf(),
      CAIRN_STREAM_KEY: 'ab'.repeat(32),
    };
    const take = (): EnvironmentKeys => EnvironmentKeys.take({ ...variables });
    const { logVkeyText } = identity(take());
    expect(readdirSync(paths.keys)).toEqual(['lookup-mac.key']);
    expect(identity(take(), true).logVkeyText).toBe(logVkeyText);
    expect(() => identity(EnvironmentKeys.none, true)).toThrow(expect.objectContaining({ code: 'IDENTITY_MISSING' }));
  });

  it('that differ from a file beside them are refused, and so is one that signs no checkpoint', () => {
    identity();
    const another = EnvironmentKeys.take({ CAIRN_OPERATOR_KEY: pemOf() });
    expect(() => identity(another)).toThrow(expect.objectContaining({ code: 'IDENTITY_MISMATCH' }));
    const same = EnvironmentKeys.take({ CAIRN_OPERATOR_KEY: readFileSync(paths.operatorKey, 'utf8') });
    expect(identity(same).operatorKey.keyId).toEqual(loadKey(paths.operatorKey).keyId);
    rmSync(paths.logKey);
    const p256 = EnvironmentKeys.take({ CAIRN_LOG_KEY: pemOf(2) });
    expect(() => identity(p256)).toThrow(expect.objectContaining({ code: 'IDENTITY_MISMATCH' }));
  });
});

describe('the line of a next key in a policy', () => {
  const [old, next, other] = ['identity.test/log', 'identity.test/log', 'other.test/log'].map((name) =>
    vkeyOf(name, signerOf(generateKey(1))),
  );
  const text = (vkey: typeof old): string =>
    `${vkey!.name}+${Buffer.from(vkey!.keyId).toString('hex')}+${Buffer.from([1, ...vkey!.publicKey]).toString('base64')}`;

  it.each([
    ['alone', `log ${text(old)}\nquorum none\n`, `log ${text(old)}\nlog ${text(next)}\nquorum none\n`],
    [
      'with its URL, remarks and white space kept',
      `# a\n\nlog\t${text(old)}  https://log.test/ \n# b\nlog ${text(other)}\nquorum none`,
      `# a\n\nlog\t${text(old)}  https://log.test/ \nlog ${text(next)} https://log.test/\n# b\nlog ${text(other)}\nquorum none`,
    ],
    [
      'where no line of this log is',
      `# a\nlog ${text(other)}\nquorum none\n`,
      `log ${text(next)}\n# a\nlog ${text(other)}\nquorum none\n`,
    ],
  ])('%s', (_what, before, after) => {
    expect(withLogLine(before, next!)).toBe(after);
    expect(withLogLine(after, next!)).toBe(after);
    expect(parsePolicy(after).logs.length).toBe(parsePolicy(before).logs.length + 1);
  });
});

describe('an exchange of the log key', () => {
  it('ends only when the public checkpoint has both signatures', async () => {
    identity();
    await beginLogRotation({ paths });
    const [current, next] = [loadKey(paths.logKey), loadKey(paths.nextLogKey)];
    for (const signers of [[current], [next], [signerOf(generateKey(1))]]) {
      publishBy(...signers);
      await expect(finishLogRotation({ paths })).rejects.toMatchObject({ code: 'ROTATION_NOT_READY' });
    }
    publishBy(next, current);
    const finished = await finishLogRotation({ paths });
    expect(loadKey(paths.logKey).publicKey).toEqual(next.publicKey);
    expect(loadKey(finished.retired!).publicKey).toEqual(current.publicKey);
    expect(statSync(finished.retired!).mode & 0o777).toBe(0o600);
    expect(existsSync(paths.nextLogKey)).toBe(false);
    const after = identity(undefined, true);
    expect([after.logVkeyText, after.nextLogKey]).toEqual([finished.next, null]);
    expect(after.logVkeys).toHaveLength(2);
  });

  it('goes on after a crash at any step', async () => {
    identity();
    // Killed before the policy was changed.
    const policy = readFileSync(paths.policy, 'utf8');
    const { next } = await beginLogRotation({ paths });
    writeFileSync(paths.policy, policy);
    await expect(finishLogRotation({ paths })).rejects.toMatchObject({
      message: expect.stringContaining('rotate again'),
    });
    expect((await beginLogRotation({ paths })).next).toBe(next);
    // Killed between the two names of the old key.
    const current = loadKey(paths.logKey);
    publishBy(current, loadKey(paths.nextLogKey));
    mkdirSync(paths.retiredKeys);
    const keyId = Buffer.from(vkeyOf('identity.test/log', current).keyId).toString('hex');
    linkSync(paths.logKey, join(paths.retiredKeys, `log-${keyId}.pem`));
    expect(identity(undefined, true).logVkeyText).not.toBe(next);
    await finishLogRotation({ paths });
    expect(identity(undefined, true).logVkeyText).toBe(next);
  });

  it('takes no key that was retired, and none that signs already', async () => {
    identity();
    copyFileSync(paths.logKey, paths.nextLogKey);
    await expect(beginLogRotation({ paths })).rejects.toMatchObject({ code: 'ROTATION_NOT_READY' });
    expect(identity().nextLogKey).toBeNull(); // nothing is signed twice by one key
    rmSync(paths.nextLogKey);
    await beginLogRotation({ paths });
    publishBy(loadKey(paths.logKey), loadKey(paths.nextLogKey));
    const { retired } = await finishLogRotation({ paths });
    copyFileSync(retired!, paths.nextLogKey);
    await expect(beginLogRotation({ paths })).rejects.toMatchObject({ message: expect.stringContaining('retired') });
  });

  it('of a key in the environment makes and moves no file', async () => {
    const [log, next] = [pemOf(), pemOf()];
    identity(EnvironmentKeys.take({ CAIRN_LOG_KEY: log }));
    const alone = EnvironmentKeys.take({ CAIRN_LOG_KEY: log });
    await expect(beginLogRotation({ paths, keys: alone })).rejects.toMatchObject({
      message: expect.stringContaining('CAIRN_LOG_NEXT_KEY'),
    });
    const both = EnvironmentKeys.take({ CAIRN_LOG_KEY: log, CAIRN_LOG_NEXT_KEY: next });
    const begun = await beginLogRotation({ paths, keys: both });
    expect(identity(both, true).nextLogKey!.vkeyText).toBe(begun.next);
    publishBy(both.signer('log')!, both.signer('nextLog')!);
    expect(await finishLogRotation({ paths, keys: both })).toEqual({ ...begun, retired: null });
    expect(readdirSync(paths.keys).filter((name) => /^log|retired/u.test(name))).toEqual([]);
    expect(identity(EnvironmentKeys.take({ CAIRN_LOG_KEY: next }), true).logVkeyText).toBe(begun.next);
  });

  it('is refused where no node is', async () => {
    await expect(beginLogRotation({ paths })).rejects.toMatchObject({ code: 'IDENTITY_MISSING' });
    await expect(finishLogRotation({ paths })).rejects.toMatchObject({ code: 'IDENTITY_MISSING' });
    expect(() => listKeys({ paths })).toThrow(expect.objectContaining({ code: 'IDENTITY_MISSING' }));
  });
});

it('the list names every key by its public half, also one that only the policy knows', async () => {
  identity();
  await beginLogRotation({ paths });
  const [old, next] = parsePolicy(readFileSync(paths.policy, 'utf8')).logs;
  publishBy(loadKey(paths.logKey), loadKey(paths.nextLogKey));
  const purposes = (): string[] => listKeys({ paths }).map(({ purpose }) => purpose);
  expect(purposes()).toEqual(['log', 'log, next', 'operator', 'receipts', 'stream', 'look-ups']);
  const { retired } = await finishLogRotation({ paths });
  expect(purposes()).toEqual(['log', 'log, retired', 'operator', 'receipts', 'stream', 'look-ups']);
  rmSync(retired!);
  const [first, second] = listKeys({ paths });
  expect([parseVkey(first!.key!), parseVkey(second!.key!)]).toEqual([next!.vkey, old!.vkey]);
  expect(second).toMatchObject({ purpose: 'log, retired', since: null, where: 'policy.txt' });
});
