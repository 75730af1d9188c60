import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '../folder-lock.js';
import { ChildProgram } from './support/child-program.js';
import { removeTemporaryFolders, temporaryFolder } from './support/temporary-folder.js';

let child: ChildProgram;
beforeAll(() => {
  child = new ChildProgram('./lock-child.ts');
});
afterAll(() => {
  child.remove();
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

describe('a device folder', () => {
  it('is refused to a second user in the same process until it is released', () => {
    const folder = temporaryFolder();
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'FOLDER_IN_USE' }));
    lock.release();
    lockFolder(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused to a second process while the first lives and free at once after its kill -9', async () => {
    const folder = temporaryFolder();
    const holder = await another(folder);
    expect(holder.said).toBe('holds');
    const second = await another(folder);
    expect(second.said).toMatch(/^FOLDER_IN_USE/);
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

  it('is free when the process id of the holder now belongs to another process', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock.3'), JSON.stringify({ pid: process.ppid, started: 'another time' }));
    lockFolder(folder).release();
  });
});
