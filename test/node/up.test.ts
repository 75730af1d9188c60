// `cairn up` as a newcomer meets it. Runs dist/ (npm ci or npm run build makes it) and fails clearly without.
// One node for all cases, which build on each other in their order.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PROOFS } from '../readme/documented-commands.js';
import { compiledCommand, type Outcome, runToEnd } from './compiled-command.js';
import { stillRunning, type SeenProcess } from './processes.js';
import { ownSettings, RunningNode, until } from './running-node.js';

const OBJECT = '01/09521001000024/21/00001-1-1';
const OTHER_OBJECT = '01/09521000001701/10/SCMS-103-5261';
const ENTRIES_END = /\n(\d+)\n/u;
const STOP_MS_MAX = 5_000;

let place: string;
let node: RunningNode;
const nodes: RunningNode[] = [];

function start(settings: Readonly<Record<string, string>>): RunningNode {
  const started = new RunningNode(settings);
  nodes.push(started);
  return started;
}

beforeAll(async () => {
  compiledCommand();
  place = mkdtempSync(join(tmpdir(), 'cairn-up-'));
  node = start(await ownSettings(join(place, 'data')));
  await node.ready();
}, 150_000);

afterAll(async () => {
  for (const one of nodes) await one.remove();
  rmSync(place, { recursive: true, force: true });
});

const up = (settings: Readonly<Record<string, string>>): Promise<Outcome> =>
  runToEnd(process.execPath, [compiledCommand(), 'up'], { environment: settings });

function expectOneLine({ exitCode, errors }: Outcome, text: RegExp): void {
  expect(errors).toMatch(text);
  expect([exitCode, errors.trim().split('\n').length]).toEqual([1, 1]);
}

async function logSize(): Promise<number> {
  const response = await fetch(`${node.api}/log/checkpoint`);
  return Number(ENTRIES_END.exec(await response.text())![1]);
}

const PROGRAMS = ['anchor', 'api', 'ingest', 'postgres', 'witness-north', 'witness-south'];

const allEnded = (processes: readonly SeenProcess[]): boolean => stillRunning(processes).length === 0;

describe('cairn up', () => {
  it('says Cairn is ready when every program is', async () => {
    expect(await node.health()).toEqual([200, 200, 200]);
    expect(Object.keys(node.programs()).sort()).toEqual(PROGRAMS);
  });

  it('has what is public cosigned by its two witnesses, whose folders lie outside its data', async () => {
    await until('both have cosigned', async () => {
      const note = await (await fetch(`${node.api}/log/checkpoint`)).text();
      return /\/witness\/north /u.test(note) && /\/witness\/south /u.test(note);
    });
    const { CAIRN_ANCHOR_HEALTH_PORT: port } = node.settings;
    const { notes } = (await (await fetch(`http://127.0.0.1:${port}/health/ready`)).json()) as { notes: object };
    expect(Object.keys(notes)).toEqual([
      'signatures',
      'public checkpoint',
      'witness north',
      'witness south',
      'projection search',
      'stream',
    ]);
    expect(Object.values(notes).join(' ')).toMatch(/cosigns.*cosigns/u);
    expect(readdirSync(join(place, 'data-witnesses'))).toHaveLength(1);
    // With URLs, which parsers of others demand.
    const lines = readFileSync(join(node.folder, 'policy.txt'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('witness '));
    expect(lines).toEqual([
      expect.stringMatching(/^witness north \S+ http:\/\/127\.0\.0\.1:\d+$/u),
      expect.stringMatching(/^witness south \S+ http:\/\/127\.0\.0\.1:\d+$/u),
    ]);
  });

  it('starts no second node on the same data', async () => {
    expectOneLine(await up(node.settings), /^Cairn cannot start: a node already runs on .* \(process \d+\)\. /u);
  });

  it('names the variable of a busy port', async () => {
    const other = await ownSettings(join(place, 'other'));
    const outcome = await up({ ...other, CAIRN_API_PORT: node.settings['CAIRN_API_PORT']! });
    expectOneLine(outcome, /^Cairn cannot start: port \d+ .* in use .* CAIRN_API_PORT /u);
  });

  it('refuses a file as its folder, and a path below one', async () => {
    const file = join(place, 'file');
    writeFileSync(file, '');
    for (const folder of [file, join(file, 'below')]) {
      expectOneLine(await up({ ...node.settings, CAIRN_DATA: folder }), /^Cairn cannot start: .* is not a folder\. /u);
    }
  });

  it('does what README.md and the guides say', async () => {
    const folder = join(place, 'reader');
    mkdirSync(folder);
    symlinkSync(node.folder, join(folder, 'data'));
    const run = (command: string): Promise<Outcome> => {
      const here = command
        .replace(/^npx cairn/u, `'${process.execPath}' '${compiledCommand()}'`)
        .replace('127.0.0.1:3000', new URL(node.api).host)
        .replace(/^curl /u, 'curl --fail --silent --show-error ');
      const token = command.includes('$TOKEN') ? 'TOKEN=$(cat data/keys/customs-token); ' : '';
      return runToEnd('sh', ['-c', token + here], { cwd: folder, environment: node.settings });
    };
    const commands = Object.keys(PROOFS).filter((command) => PROOFS[command]!.how === 'node');
    for (const command of commands.filter((one) => one.includes(' device '))) {
      expect([command, await run(command)]).toEqual([command, expect.objectContaining({ exitCode: 0, errors: '' })]);
    }
    // The demo, which this node does not replay, has these objects.
    for (const object of [OBJECT, OTHER_OBJECT]) {
      expect((await run(`npx cairn device scan gate-7 --object https://id.gs1.org/${object}`)).exitCode).toBe(0);
    }
    for (const command of commands.filter((one) => !one.includes(' device '))) {
      const { exitCode } = await run(command);
      expect([command, [0, 10].includes(exitCode!)]).toEqual([command, true]);
    }
  });

  it('gives evidence that fails when it was changed, is of something else, or meets no pinned key', async () => {
    const evidence = join(place, 'reader', 'evidence.json');
    const policy = ['--policy', join(node.folder, 'policy.txt')];
    const other = ['--object', 'https://id.gs1.org/01/09521001000024/21/00001-1-2'];
    expect((await node.command('verify', evidence, ...policy, ...other)).exitCode).toBe(20);

    const changed = readFileSync(evidence);
    const position = changed.indexOf('00001-1-1') + '00001-1-'.length;
    changed[position] = '2'.charCodeAt(0);
    const forged = join(place, 'forged.json');
    writeFileSync(forged, changed);
    expect((await node.command('verify', forged, ...policy)).exitCode).toBe(20);

    const stranger = { cwd: place, environment: { CAIRN_DATA: join(place, 'nothing') } };
    expect((await runToEnd(process.execPath, [compiledCommand(), 'verify', evidence], stranger)).exitCode).toBe(30);
  });

  it('checks the log, and names a changed row, disclosure, trail head and tile in one line each', async () => {
    expect(await node.command('check')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('Everything agrees.'),
    });
    const database = new pg.Client(readFileSync(join(node.folder, 'keys/database-url'), 'utf8').trim());
    await database.connect();
    const flipped = async (table: string, column: string, where: string): Promise<void> => {
      const last = `length(${column}) - 1`;
      const changed = `set_byte(${column}, ${last}, get_byte(${column}, ${last}) # 1)`;
      const { rowCount } = await database.query(`UPDATE ${table} SET ${column} = ${changed} WHERE ${where}`);
      expect(rowCount).toBe(1);
    };
    const SCAN = '(SELECT min(log_index) FROM log_entry WHERE counter IS NOT NULL)';
    const HEAD = `(SELECT trail_key FROM trail_link WHERE log_index = ${SCAN} ORDER BY trail_key LIMIT 1)`;
    const tampered: [string, string, string, RegExp][] = [
      [
        'log_entry',
        'entry',
        `log_index = ${SCAN}`,
        /^1 difference:\n {2}ENTRY_CHANGED {2}log_entry \d+ has .*\(tile\/0\/000/mu,
      ],
      ['log_entry', 'private', `log_index = ${SCAN}`, /PRIVATE_PART {2}.* entry \d+/u],
      ['trail_link', 'link', `trail_key = ${HEAD} AND log_index = ${SCAN}`, /TRAIL_LINK {2}link \d+ of trail/u],
    ];
    for (const [table, column, where, line] of tampered) {
      await flipped(table, column, where);
      const { exitCode, out } = await node.command('check');
      await flipped(table, column, where);
      expect([exitCode, out]).toEqual([20, expect.stringMatching(line)]);
    }
    await database.end();
    // Smaller ones are about to be removed.
    const leaves = Math.max(...readdirSync(join(node.folder, 'log/tile/0/000.p')).map(Number)).toString();
    const tile = join(node.folder, 'log/tile/0/000.p', leaves);
    const before = readFileSync(tile);
    writeFileSync(tile, Buffer.concat([before.subarray(0, 32), before.subarray(33), before.subarray(32, 33)]));
    const { exitCode, out } = await node.command('check');
    writeFileSync(tile, before);
    expect([exitCode, out]).toEqual([
      20,
      expect.stringMatching(/^1 difference:\n {2}TILE_CHANGED .*, first at entry 1$/mu),
    ]);
  });

  it.each(['anchor', 'ingest', 'api', 'postgres'])('starts %s again after kill -9', async (name) => {
    const before = node.programs()[name]!;
    process.kill(before, 'SIGKILL');
    await until(`${name} is another process`, () => node.programs()[name] !== before);
    await node.untilHealthy();
    node.look();
  });

  it('goes on with the same data after kill -9 of the supervisor, and stops the database that was left', async () => {
    const size = await logSize();
    const processes = node.look();
    const { postgres } = node.programs();
    expect(await node.signal('SIGKILL')).toBeNull();
    const programs = processes.filter(({ id, args }) => id !== postgres && args.includes('/dist/apps/'));
    expect(programs.length).toBe(PROGRAMS.length); // without the database, with the supervisor
    await until('the programs end by themselves', () => allEnded(programs));

    node = start(node.settings);
    await node.ready();
    expect(allEnded(processes)).toBe(true);
    expect(node.programs()['postgres']).not.toBe(postgres);
    expect(await logSize()).toBeGreaterThanOrEqual(size);
    expect((await node.command('device', 'list')).out).toContain('gate-7');
    expect((await fetch(`${node.api}/api/v1/objects/${OBJECT}/evidence`)).status).toBe(200);
  }, 150_000);

  it('ends on Ctrl-C within 5 s and leaves no process', async () => {
    const processes = node.look();
    expect(processes.length).toBeGreaterThan(4);
    const began = performance.now();
    expect(await node.signal('SIGINT')).toBe(0);
    expect(performance.now() - began).toBeLessThan(STOP_MS_MAX);
    expect(stillRunning(processes)).toEqual([]);
    expect(node.programs()).toEqual({});
  });

  it('leaves no process either when Ctrl-C comes while the database is made', async () => {
    const early = start(await ownSettings(join(place, 'early')));
    const isInitdb = ({ args }: SeenProcess): boolean => /\/initdb\b/u.test(args);
    await until('the database is being made', () => early.look().some(isInitdb));
    const processes = early.look();
    expect(await early.signal('SIGINT')).toBe(0);
    expect(stillRunning(processes.filter(isInitdb))).toEqual([]);
    await until('everything has ended', () => allEnded(processes), STOP_MS_MAX);
  });
});
