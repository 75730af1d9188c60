import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { formatNote, formatVkey, KeyType, parseVkey, type PolicyWitness, type Vkey } from '#libs/core/tlog';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';
import { aSigner } from '../../../../test/kit/tlog/ed25519.js';
import { openWitness, type OpenWitness, prepareWitness } from '../index.js';
import { ALog, utf8 } from '../../../../test/kit/witness/a-log.js';
import { TurnedClock } from './support/a-witness.js';

const log = new ALog();
const other = new ALog('other.example/log');
const NAME = 'witness.example/w1';
let folder: string;
const opened: OpenWitness[] = [];

const open = async (name: string | undefined = NAME, logs: readonly Vkey[] = [log.signer.vkey], where = folder) => {
  const one = await openWitness({ folder: where, ...(name !== undefined && { name }), logs, clock: new TurnedClock() });
  opened.push(one);
  return one;
};
const refusal = (...words: Parameters<typeof open>) =>
  open(...words).then(
    () => 'it opened',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
const close = async () => {
  for (const one of opened.splice(0)) await one.close();
};
const fileOfLog = () =>
  join(
    folder,
    'checkpoints',
    readdirSync(join(folder, 'checkpoints')).find((name) => name.endsWith('.checkpoint'))!,
  );

beforeEach(() => {
  folder = join(temporaryFolder(), 'deep', 'witness');
});
afterEach(close);
afterAll(removeTemporaryFolders);

/** A witness that has cosigned size 42, and is closed. */
async function aUsedFolder(): Promise<void> {
  const { witness } = await open();
  expect((await witness.addCheckpoint(utf8(log.request(0, 42)))).kind).toBe('cosigned');
  await close();
}

describe('a new folder', () => {
  it('gets a key that only its owner reads, and a vkey of type 4', async () => {
    const { witness } = await open();
    expect(statSync(join(folder, 'key.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(witness.vkey).toMatchObject({ name: NAME, type: 4 });
    expect(readFileSync(join(folder, 'vkey'), 'utf8')).toMatch(
      /^witness\.example\/w1\+[0-9a-f]{8}\+B[A-Za-z0-9+/]{43}\n$/u,
    );
  });

  it('needs a name', async () => expect(await refusal('', undefined, folder)).toBe('KEY_NAME_INVALID'));

  it('is begun again with the same key when the first start was cut off behind the key', async () => {
    const { witness } = await open();
    await close();
    rmSync(join(folder, 'vkey'));
    expect((await open()).witness.vkey).toEqual(witness.vkey);
  });

  it.each(['postgres', 'policy.txt', 'checkpoints/some.checkpoint'])(
    'that holds %s is refused, and stays as it is',
    async (name) => {
      mkdirSync(join(folder, name), { recursive: true });
      expect(await refusal()).toBe('FOLDER_FOREIGN');
      expect(readdirSync(folder)).toEqual([name.split('/')[0]]);
    },
  );
});

describe('a folder that was used', () => {
  beforeEach(aUsedFolder);

  it('opens with the same key and what it had cosigned, without being told its name', async () => {
    const vkey = readFileSync(join(folder, 'vkey'), 'utf8');
    const one = await openWitness({ folder, logs: [log.signer.vkey], clock: new TurnedClock() });
    opened.push(one);
    expect(readFileSync(join(folder, 'vkey'), 'utf8')).toBe(vkey);
    expect(one.witness.logs()[0]!.latest).toMatchObject({ size: 42 });
    expect(await one.witness.addCheckpoint(utf8(log.request(0, 50)))).toEqual({ kind: 'stale', size: 42 });
  });

  it('is held by one process, and by one opener in it', async () => {
    await open();
    expect(await refusal()).toBe('FOLDER_IN_USE');
    await close();
    await open();
  });

  it('lets go of its lock when it does not open', async () => {
    expect(await refusal('another.example')).toBe('NAME_CHANGED');
    await open();
  });

  it('refuses another name', async () => expect(await refusal('witness.example/w2')).toBe('NAME_CHANGED'));

  it('keeps a log that is left out for a while', async () => {
    const { witness } = await open(NAME, [other.signer.vkey]);
    await witness.addCheckpoint(utf8(other.request(0, 7)));
    await close();
    const both = (await open(NAME, [log.signer.vkey, other.signer.vkey])).witness;
    expect(both.logs().map(({ latest }) => latest?.size)).toEqual([42, 7]);
  });

  it.each([0, 1, 60, -1, -60])('refuses a checkpoint that was cut off (%i bytes)', async (bytes) => {
    const file = fileOfLog();
    truncateSync(file, bytes < 0 ? statSync(file).size + bytes : bytes);
    expect(await refusal()).toBe('STORE_BROKEN');
    expect(existsSync(file)).toBe(true);
  });

  it('refuses a checkpoint with any byte changed, but for the signature of the log', async () => {
    const file = fileOfLog();
    const good = readFileSync(file);
    const logLine = good.indexOf(`\u2014 ${log.origin} `);
    const cosignatureLine = good.indexOf(`\u2014 ${NAME} `);
    const accepted: number[] = [];
    for (let at = 0; at < good.length; at += 3) {
      const changed = Buffer.from(good);
      changed[at]! ^= 1;
      writeFileSync(file, changed);
      if ((await refusal()) !== 'STORE_BROKEN') accepted.push(at);
      await close();
    }
    // The log's key may have been retired, so its signature is not looked at; only its form is.
    expect(accepted.every((at) => at > logLine && at < cosignatureLine)).toBe(true);
  });

  it('refuses a checkpoint that another witness cosigned, or that is of another log', async () => {
    const { witness } = await open(NAME, [other.signer.vkey]);
    await witness.addCheckpoint(utf8(other.request(0, 7)));
    await close();
    const names = readdirSync(join(folder, 'checkpoints')).filter((name) => name.endsWith('.checkpoint'));
    const [one, two] = names.map((name) => join(folder, 'checkpoints', name));
    cpSync(one!, `${folder}.kept`);
    cpSync(two!, one!);
    expect(await refusal(NAME, [log.signer.vkey, other.signer.vkey])).toBe('STORE_BROKEN');
    cpSync(`${folder}.kept`, one!);
    writeFileSync(fileOfLog(), formatNote(log.text(42), [log.signer.signNote(log.text(42))]));
    expect(await refusal(NAME, [log.signer.vkey, other.signer.vkey])).toBe('STORE_BROKEN');
  });

  it('refuses to begin afresh when a checkpoint is gone, and says what to do', async () => {
    rmSync(fileOfLog());
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_INCOMPLETE',
      message: expect.stringMatching(/begin a new witness/u),
    });
  });

  it('refuses a list of logs that was cut off', async () => {
    truncateSync(join(folder, 'checkpoints', 'origins'), 5);
    expect(await refusal()).toBe('STORE_BROKEN');
  });

  it.each(['checkpoints', 'checkpoints/origins'])('refuses to begin afresh when %s is gone', async (name) => {
    rmSync(join(folder, name), { recursive: true });
    expect(await refusal()).toBe('STORE_INCOMPLETE');
  });

  it('opens when the crash came before the list had the log', async () => {
    const list = join(folder, 'checkpoints', 'origins');
    const whole = readFileSync(list, 'utf8');
    writeFileSync(list, whole.replace(`${log.origin}\n`, ''));
    const { witness } = await open();
    expect(witness.logs()[0]!.latest).toMatchObject({ size: 42 });
    await witness.addCheckpoint(utf8(log.request(42, 43)));
    expect(readFileSync(list, 'utf8')).toBe(whole);
  });

  it('refuses a key that is gone, foreign or no key, and a name file that is none', async () => {
    const [key, vkey] = [join(folder, 'key.pem'), join(folder, 'vkey')];
    const good = readFileSync(key);
    rmSync(key);
    expect(await refusal()).toBe('KEY_CHANGED');
    expect(existsSync(key)).toBe(false);
    const foreign = join(temporaryFolder(), 'foreign');
    await open('foreign.example', undefined, foreign);
    cpSync(join(foreign, 'key.pem'), key);
    expect(await refusal()).toBe('KEY_CHANGED');
    writeFileSync(key, 'no key');
    expect(await refusal()).toBe('KEY_FILE_UNREADABLE');
    writeFileSync(key, good);
    chmodSync(key, 0o600);
    for (const text of ['', readFileSync(vkey, 'utf8').trimEnd(), log.signer.vkeyText + '\n', 'x\n']) {
      writeFileSync(vkey, text);
      expect(await refusal()).toBe('STORE_BROKEN');
    }
  });

  it('does not take a store without its name for a new one', async () => {
    rmSync(join(folder, 'vkey'));
    expect(await refusal()).toBe('FOLDER_FOREIGN');
  });
});

it('what was answered is in the file, whole, before the answer', async () => {
  const { witness } = await open();
  for (let size = 1; size <= 20; size++) {
    const decision = await witness.addCheckpoint(utf8(log.request(size - 1, size)));
    if (decision.kind !== 'cosigned') throw new Error(decision.kind);
    const stored = readFileSync(fileOfLog(), 'utf8');
    expect(stored).toBe(`${log.note(size)}${decision.lines}`);
  }
});

describe('a policy that names witnesses', () => {
  const openBy = (witnesses: readonly PolicyWitness[], name = NAME) =>
    openWitness({ folder, name, logs: [log.signer.vkey], witnesses, clock: new TurnedClock() });
  const lineOf = (name: string, { publicKey }: Vkey): PolicyWitness => ({
    name: 'nick',
    vkey: parseVkey(formatVkey({ name, type: KeyType.cosignature, publicKey })),
    url: 'https://w.example/w1',
  });

  it('may have this one as it is, under whatever name of its own, or not at all', async () => {
    const { vkey } = (await open()).witness;
    await close();
    const stranger = aSigner('stranger.example', KeyType.cosignature).vkey;
    for (const witnesses of [[], [lineOf(stranger.name, stranger)], [lineOf(NAME, vkey)]]) {
      opened.push(await openBy(witnesses));
      await close();
    }
  });

  it.each(['a new folder', 'a folder that is in use for long'])(
    'refuses another line of this one, in %s',
    async (where) => {
      const vkey = prepareWitness(folder, NAME);
      if (where !== 'a new folder') await open().then(close);
      const own = `The line of this witness is: witness nick ${formatVkey(vkey)} https://w.example/w1`;
      const otherName = openBy([lineOf('witness.example/w2', vkey)]);
      await expect(otherName).rejects.toMatchObject({
        code: 'POLICY_MISFIT',
        message: expect.stringContaining('the key of this witness under the name witness.example/w2'),
      });
      const otherKey = openBy([lineOf(NAME, aSigner(NAME, KeyType.cosignature, 'another').vkey)]);
      await expect(otherKey).rejects.toMatchObject({ code: 'POLICY_MISFIT', message: expect.stringContaining(own) });
      expect(existsSync(join(folder, 'vkey'))).toBe(where !== 'a new folder'); // no name was fixed
      await close();
      expect((await open()).witness.vkey).toEqual(vkey); // and the folder is free
    },
  );
});
