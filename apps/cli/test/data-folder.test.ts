import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths } from '#libs/host/service';
import { DataFolder } from '../up/data-folder.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cairn-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;

// Root writes anywhere; the path below a file in test/node/up.test.ts stands for it there.
(isRoot ? it.skip : it)('a folder that this user cannot write is one sentence', () => {
  mkdirSync(join(folder, 'closed'), { mode: 0o500 });
  expect(() => DataFolder.open(join(folder, 'closed'))).toThrow(/cannot be written by this user\. Choose another/u);
});

(existsSync('/proc/self') ? it : it.skip)(
  'a place where the system makes nothing is one sentence, and no endless attempt',
  () => {
    expect(() => DataFolder.open('/proc/cairn/data')).toThrow(/^the folder \/proc\/cairn\/data cannot be used: /u);
  },
);

it('a lock of a process that was killed is no obstacle, one of a process that runs is', () => {
  writeFileSync(join(folder, 'lock.1'), JSON.stringify({ pid: process.pid, started: 'at another time' }));
  const first = DataFolder.open(folder);
  expect(() => DataFolder.open(folder)).toThrow(/a node already runs on/u);
  first.release();
  expect(readdirSync(folder)).toEqual([]);
});

/** Only root may, and only where the kernel lets it. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'cairn-mount-'));
  try {
    mountTinyDisk(place);
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function mountTinyDisk(place: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' });
}

(canMount() ? describe : describe.skip)('a disk without room', () => {
  let disk: string;
  beforeEach(() => {
    disk = join(folder, 'disk');
    mkdirSync(disk);
    mountTinyDisk(disk);
  });
  afterEach(() => void execFileSync('umount', [disk]));

  it('that is too small says how much is there and how much is needed', () => {
    expect(() => DataFolder.open(disk)).toThrow(/has 1 MB free; Cairn needs 500 MB\.$/u);
  });

  it('asks for less where a node has its database already: it must be possible to start it again', () => {
    mkdirSync(dataPaths(disk).postgres, { recursive: true });
    expect(() => DataFolder.open(disk)).toThrow(/Cairn needs 100 MB\.$/u);
  });

  it('that is full is one sentence', () => {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'all of it'), new Uint8Array(bavail * bsize));
    expect(() => DataFolder.open(disk)).toThrow(/^the disk of .* is full\. Free some space and start again\.$/u);
  });
});
