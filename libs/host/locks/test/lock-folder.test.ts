import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChildProgram } from '../../../../test/kit/child-program.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';
import { FolderInUseError, lockFolder } from '../lock-folder.js';

/** Takes the lock of a folder, says so, and stays until it is killed. */
const HOLD = `
  import { lockFolder } from './libs/host/locks/lock-folder.ts';
  try {
    lockFolder(process.argv[2]!);
    console.log('holds');
  } catch (error) {
    console.log((error as Error).name);
  }
  setInterval(() => undefined, 1_000);`;

/**
 * Takes and releases so many times, dawdling before each look and each step, so that others come in between; says how often
 * somebody else was inside while it held.
 */
const TAKE_TURNS = `
  import fs, { mkdirSync, rmdirSync } from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import { lockFolder } from './libs/host/locks/lock-folder.ts';
  const [, , folder, turns] = process.argv;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (const name of ['linkSync', 'readFileSync', 'readdirSync', 'rmSync']) {
    const step = fs[name];
    fs[name] = (...words) => (Math.random() < 0.3 && Atomics.wait(pause, 0, 0, 3), step(...words));
  }
  syncBuiltinESMExports();
  let [held, shared] = [0, 0];
  while (held < Number(turns)) {
    let lock;
    try {
      lock = lockFolder(folder!);
    } catch {
      continue;
    }
    held += 1;
    try {
      mkdirSync(folder + '/inside');
      Atomics.wait(pause, 0, 0, 5);
      rmdirSync(folder + '/inside');
    } catch {
      shared += 1;
    }
    lock.release();
  }
  console.log(shared);`;
const TURNS = '60';

let child: ChildProgram;
let turns: ChildProgram;
beforeAll(() => {
  child = new ChildProgram({ program: HOLD });
  turns = new ChildProgram({ program: TAKE_TURNS });
});
afterAll(() => {
  child.remove();
  turns.remove();
  removeTemporaryFolders();
});

/** Starts a process that takes the lock and says how it went. */
async function another(folder: string): Promise<{ said: string; kill(): Promise<void> }> {
  const { process, lines, ended } = child.start(folder);
  let said = '';
  for await (const line of lines) {
    said = line;
    break;
  }
  return {
    said,
    async kill() {
      process.kill('SIGKILL');
      await ended;
    },
  };
}

describe('a folder', () => {
  it('is refused to a second user in the same process until it is released', () => {
    const folder = temporaryFolder();
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUseError);
    lock.release();
    lockFolder(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused to a second process while the first lives and free at once after its kill -9', async () => {
    const folder = temporaryFolder();
    const holder = await another(folder);
    expect(holder.said).toBe('holds');
    const second = await another(folder);
    expect(second.said).toBe('FolderInUseError');
    await second.kill();
    await holder.kill();
    const third = await another(folder);
    expect(third.said).toBe('holds');
    await third.kill();
  });

  it('goes to exactly one of many processes that find a dead holder', async () => {
    const folder = temporaryFolder();
    await (await another(folder)).kill();
    const all = await Promise.all(Array.from({ length: 6 }, () => another(folder)));
    expect(all.filter(({ said }) => said === 'holds')).toHaveLength(1);
    await Promise.all(all.map((one) => one.kill()));
  });

  it('is held by one at a time while many take and release it', async () => {
    const folder = temporaryFolder();
    const said = await Promise.all(Array.from({ length: 4 }, () => turns.output([], folder, TURNS)));
    expect(said).toEqual(['0\n', '0\n', '0\n', '0\n']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is free when the process id of the holder now belongs to another process', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock.3'), JSON.stringify({ pid: process.ppid, started: 'another time' }));
    lockFolder(folder).release();
  });
});
