import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SupervisedProcess } from '../up/supervised-process.js';

// Every write to it fails as on a full disk. Linux only.
const FULL_DISK = '/dev/full';
const PROGRAM = `
  process.on('message', () => {});
  process.send({ ready: 'program' });
  process.on('SIGTERM', () => process.exit(0));
  const talk = () => process.stdout.write('x'.repeat(100_000), () => { process.send({ ready: 'again' }); setTimeout(talk, 5); });
  talk();
`;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cairn-supervised-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

(existsSync(FULL_DISK) ? it : it.skip)('a log file that cannot be written is told once and ends nothing', async () => {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, PROGRAM);
  let told: (text: string) => void;
  const first = new Promise<string>((done) => (told = done));
  const words: string[] = [];
  const supervised = new SupervisedProcess({
    name: 'program',
    program,
    environment: process.env,
    logFile: FULL_DISK,
    heapMegabytesMax: 64,
    onChange: (text) => (words.push(text), told(text)),
    onReady: () => {},
  });
  await supervised.start();
  const { processId } = supervised;
  expect(await first).toMatch(/^\/dev\/full is no longer written: the disk is full/u);
  // The program's words are read on: a full pipe would hold it up.
  const child = (supervised as unknown as { child: NodeJS.EventEmitter }).child;
  for (let written = 0; written < 10; written++) await new Promise((done) => child.once('message', done));
  expect([supervised.processId, words.length]).toEqual([processId, 1]);
  await supervised.stop(1_000);
});
