import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SupervisedProcess } from '../up/supervised-process.js';

// Every write to it fails as on a full disk. Linux only.
const FULL_DISK = '/dev/full';
const PROGRAM = `
  process.on('message', () => {});
  process.send({ ready: 'program' });
  process.on('SIGTERM', () => process.exit(0));
  let line = 0;
  const talk = () => process.stdout.write(('line ' + line++).padEnd(999, '.') + '\\n', () => { process.send({ ready: 'again' }); setTimeout(talk, 1); });
  talk();
`;

let folder: string;
let told: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-supervised-'));
  told = [];
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function started(logFile: string, bytesMax = 50_000): Promise<SupervisedProcess> {
  const supervised = new SupervisedProcess({
    name: 'program',
    program: join(folder, 'program.mjs'),
    environment: process.env,
    logFile,
    logLimits: { bytesMax, filesKept: 2 },
    heapMegabytesMax: 64,
    onChange: (text) => told.push(text),
    onReady: () => {},
  });
  await supervised.start();
  return supervised;
}

/** The program has said so many lines more: it is not held up. */
async function says(supervised: SupervisedProcess, lines: number): Promise<void> {
  const { child } = supervised as unknown as { child: NodeJS.EventEmitter };
  for (let said = 0; said < lines; said++) await new Promise((done) => child.once('message', done));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}

it('the log of a program that runs gives way to the next file', async () => {
  const logFile = join(folder, 'logs/program.log');
  const supervised = await started(logFile);
  await until(() => existsSync(`${logFile}.2`) && existsSync(logFile));
  const { processId } = supervised;
  await supervised.stop(1_000);
  expect([processId, told]).toEqual([expect.any(Number), []]);
  for (const name of ['.1', '.2']) expect(statSync(logFile + name).size).toBe(50_000);
  expect(existsSync(`${logFile}.3`)).toBe(false);
});

(existsSync(FULL_DISK) ? it : it.skip)('a log file that cannot be written is told once and ends nothing', async () => {
  const supervised = await started(FULL_DISK);
  const { processId } = supervised;
  await until(() => told.length > 0);
  expect(told[0]).toMatch(/^\/dev\/full is not written \(ENOSPC\)/u);
  // The program's words are read on: a full pipe would hold it up.
  await says(supervised, 100);
  expect([supervised.processId, told.length]).toEqual([processId, 1]);
  await supervised.stop(1_000);
});

/** A file system of 256 kB, where this process may make one. */
function smallDisk(): string | null {
  const disk = mkdtempSync(join(tmpdir(), 'cairn-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return null;
  }
}

const disk = process.platform === 'linux' ? smallDisk() : null;
afterAll(() => {
  if (disk === null) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

(disk === null ? it.skip : it)('behind a disk that was full the log goes on, and says how much is lost', async () => {
  const logFile = join(disk!, 'logs/program.log');
  mkdirSync(join(disk!, 'logs'));
  writeFileSync(join(disk!, 'filler'), Buffer.alloc(200_000));
  const supervised = await started(logFile, 1_000_000);
  const { processId } = supervised;
  await until(() => told.length > 0);
  expect(told).toEqual([expect.stringContaining('program.log is not written (ENOSPC)')]);
  await says(supervised, 100);
  rmSync(join(disk!, 'filler'));
  await until(() => told.length > 1);
  expect(told[1]).toMatch(/program.log is written again; \d+ bytes are lost/u);
  await says(supervised, 20);
  await supervised.stop(1_000);
  expect(supervised.processId).toBe(processId);
  const text = readFileSync(logFile, 'utf8');
  const [before, behind] = text.split(/^\{.*bytes of this log are lost.*\}\n/mu);
  expect([before!.startsWith('line 0.'), behind!.startsWith('line ')]).toEqual([true, true]);
});
