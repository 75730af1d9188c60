import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { ending } from '../ending.js';
import { measureVerifyRate } from '../verifying/verify-rate.js';
import type { ScenarioOptions } from '../node-load.js';
import type { Figure } from '../report.js';
import { makeLog, startDatabase } from './make-log.js';

const CLI = fileURLToPath(new URL('../../apps/cli/main.js', import.meta.url));
/** What V8 may keep in the measured run, in megabytes: what the check keeps for each entry lies outside it. */
const HEAP_MEGABYTES = 96;
const PROGRESS_EVERY = 100_000;

interface CheckRun {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly memoryMegabytes: number;
  readonly size: number;
}

/** Seconds that `cairn check` takes of a log, against COPY of the same rows with their SHA-256, and against verifying as many signatures. */
export async function check({ entries, log }: ScenarioOptions): Promise<Figure[]> {
  const folder = log ?? mkdtempSync(join(tmpdir(), 'cairn-check-'));
  const remove = (): void => {
    if (log === undefined) rmSync(folder, { recursive: true, force: true });
  };
  // Steps are taken the newest first: the database ends before its folder goes.
  const forget = ending.add(() => Promise.resolve(remove()));
  const made = existsSync(join(folder, 'postgres')) ? await startDatabase(folder) : await make(folder, entries);
  try {
    const copied = await copyAndHash(made.databaseUrl);
    const plain = await runCheck(folder, made.databaseUrl, []);
    console.log(`  checked in ${plain.seconds.toFixed(1)} s; now with signatures`);
    const verify = await measureVerifyRate();
    const signed = await runCheck(folder, made.databaseUrl, ['--signatures']);
    const { size } = plain;
    const rate = size / plain.seconds;
    return [
      { what: 'entries', value: size, unit: '' },
      { what: 'COPY of the same rows, and SHA-256 of each', value: copied.seconds, unit: 's' },
      { what: 'cairn check', value: plain.seconds, unit: 's', goal: '<= 120 at 10^6' },
      { what: 'cairn check', value: rate, unit: 'entries/s' },
      { what: 'processor time of cairn check, without PostgreSQL', value: plain.cpuSeconds, unit: 's' },
      { what: 'ratio check / COPY and SHA-256', value: plain.seconds / copied.seconds, unit: '' },
      { what: `memory at most, V8 with ${HEAP_MEGABYTES} MB`, value: plain.memoryMegabytes, unit: 'MB' },
      { what: `as many signatures on ${verify.cores} cores at once`, value: size / verify.allCores, unit: 's' },
      { what: 'cairn check --signatures', value: signed.seconds, unit: 's' },
      { what: 'processor time of cairn check --signatures', value: signed.cpuSeconds, unit: 's' },
      { what: 'memory at most, --signatures', value: signed.memoryMegabytes, unit: 'MB' },
    ];
  } finally {
    await made.stop();
    remove();
    forget();
  }
}

async function make(folder: string, entries: number): Promise<Awaited<ReturnType<typeof makeLog>>> {
  let told = 0;
  return makeLog({
    folder,
    entries,
    onProgress: (done) => {
      if (done - told < PROGRESS_EVERY) return;
      told = done;
      console.log(`  ${done} of ${entries} entries made`);
    },
  });
}

/** What nobody can be faster than who looks at every byte: both big tables, in the order of the check. */
async function copyAndHash(databaseUrl: string): Promise<{ readonly seconds: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const start = performance.now();
  try {
    for (const query of [
      'SELECT log_index, boot_number, counter, entry, private FROM log_entry ORDER BY log_index',
      'SELECT trail_key, n, log_index, link, frontier FROM trail_link ORDER BY trail_key, n',
    ]) {
      const hash = createHash('sha256');
      const rows = client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`));
      for await (const piece of rows) hash.update(piece as Buffer);
      hash.digest();
    }
    return { seconds: (performance.now() - start) / 1_000 };
  } finally {
    await client.end();
  }
}

function runCheck(folder: string, databaseUrl: string, options: readonly string[]): Promise<CheckRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${HEAP_MEGABYTES}`, CLI, 'check', '--json', ...options],
      {
        env: { ...process.env, CAIRN_DATA: folder, CAIRN_DATABASE_URL: databaseUrl },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    let usage = { cpuSeconds: 0, memoryMegabytes: 0 };
    const sampling = setInterval(() => (usage = usageOf(child.pid!) ?? usage), 100);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(sampling);
      const seconds = (performance.now() - start) / 1_000;
      if (code !== 0) reject(new Error(`cairn check ended with ${code}: ${said}`));
      else resolve({ ...usage, seconds, size: (JSON.parse(said) as { size: number }).size });
    });
  });
}

const TICKS_PER_SECOND = 100; // USER_HZ of every Linux that Node runs on

/** Processor time and highest memory of a process so far; null when it has ended. */
function usageOf(pid: number): Omit<CheckRun, 'seconds' | 'size'> | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const kilobytes = /^VmHWM:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (kilobytes === undefined) return null;
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
      memoryMegabytes: Number(kilobytes) / 1_000,
    };
  } catch {
    return null;
  }
}
