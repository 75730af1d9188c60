import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { parseEvidence } from '../../libs/core/evidence/bundle.js';
import { bundleOf } from '../../test/kit/core/evidence.js';
import { Fleet } from '../../test/kit/core/fleet.js';
import { describeWithReal } from '../../test/support/services.js';
import { CrookedLog, withLongValue } from './support/crooked-entries.js';
import { forgedWithTheLog, goldenCases, withBytesChanged, withPartsMoved } from './support/forgeries.js';
import { compare, judgeWithPython, PROGRAM, requireCryptography } from '../../test/kit/python.js';
import { randomCases } from './support/random-logs.js';
import { Random } from './support/random.js';
import { storyCases } from './support/stories.js';

// A verifier that was written from docs/formats alone must come to the verdicts of libs/core/verdict. Where it does not, a page, this
// program or that one is wrong. More random cases: VERIFY_PYTHON_ROUNDS=50 npm test -- tools/test/verify-python

const ROUNDS = Number(process.env['VERIFY_PYTHON_ROUNDS'] ?? 1);
const FIRST_SEED = Number(process.env['VERIFY_PYTHON_SEED'] ?? 1);
jest.setTimeout(60_000 * ROUNDS);

const golden = goldenCases();
const named = (name: string) => golden.find((one) => one.name === name)!;

describeWithReal('python', 'tools/verify.py, written from docs/formats alone', (python) => {
  beforeAll(async () => requireCryptography(python));
  const agree = async (cases: Parameters<typeof compare>[1]): Promise<Record<string, number>> => {
    const { differences, exits } = await compare(python, cases);
    expect(differences.slice(0, 3)).toEqual([]);
    return exits;
  };
  const seeds = (count: number): number[] => Array.from({ length: count * ROUNDS }, (_, at) => FIRST_SEED + at);

  it('gives every vector the exit code that it must have', async () => {
    const exits = (await judgeWithPython(python, golden)).map(({ exit }, at) => [golden[at]!.name, exit]);
    expect(exits).toEqual(golden.map(({ name, exit }) => [name, exit]));
    await agree(golden);
  });

  it('takes no bundle with a byte changed', async () => {
    const cases = [
      ...withBytesChanged(named('the worked example'), 5),
      ...withBytesChanged(named('a journey in case, pallet and container, all values'), 211),
      ...withBytesChanged(named('two of three witnesses'), 11),
      ...withBytesChanged(named('a P-256 key'), 17),
      ...withBytesChanged(named('late scans of two keys of one boot'), 19),
    ];
    expect(Object.keys(await agree(cases)).sort()).toEqual(['20', '30']);
  });

  it('agrees on bundles whose parts were moved about', async () => {
    const random = new Random(FIRST_SEED);
    const names = ['the worked example', 'a hand-over', 'the same journey for the public', 'two of three witnesses'];
    names.push('late scans of two keys of one boot');
    await agree(names.flatMap((name) => withPartsMoved(named(name), random, 8 * ROUNDS)));
  });

  it('agrees on what a forger with the whole log, another policy or another question brings', async () => {
    const exits = await agree(await forgedWithTheLog());
    expect(Object.keys(exits).sort()).toEqual(['0', '20', '30']);
  });

  it('agrees on random logs, honest and lying', async () => {
    const exits = await agree(await randomCases(seeds(120)));
    expect(Object.keys(exits).sort()).toEqual(['0', '10', '20', '30']);
  });

  it('agrees on stories that random logs seldom tell', async () => {
    await agree(await storyCases());
  });

  it('reads and refuses the same entries, headers and bodies', async () => {
    const log = new CrookedLog(new Random(FIRST_SEED));
    for (const _ of seeds(60)) {
      log.addEntry();
      log.addHeader();
      log.addBody();
    }
    const exits = await agree([...log.cases(), withLongValue()]);
    expect(exits['30']).toBeGreaterThan(50);
  });

  it('asks the same of every field of every message', async () => {
    const log = new CrookedLog(new Random(FIRST_SEED));
    log.addEachField();
    const exits = await agree(log.cases());
    expect(exits['30']).toBeGreaterThan(200);
  });

  it('agrees on units in more than eight units, and on a bundle that is cut', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const unit = (at: number): string => `https://example.org/unit/${at}`;
    maker.scan();
    maker.scan({ parent: unit(0), children: [ITEM] });
    for (let at = 0; at < 8; at++) maker.scan({ parent: unit(at + 1), children: [unit(at)] });
    const deep = { name: 'deep', policy: fleet.log.policy(), evidence: bundleOf(fleet.log, upTo(fleet.log.size)) };
    const short = { ...deep, name: 'short', evidence: bundleOf(fleet.log, upTo(10), { until: 10 }) };
    while (fleet.log.size < 1_100) maker.scan();
    const cut = { ...deep, name: 'cut', evidence: bundleOf(fleet.log, upTo(1_050), { until: 1_050 }) };
    const beyond = { ...deep, name: 'beyond', evidence: bundleOf(fleet.log, upTo(1_050), { until: 1_049 }) };
    expect(parseEvidence(cut.evidence).entries).toHaveLength(1_050);
    expect(await agree([deep, short, cut, beyond])).toEqual({ 10: 2, 20: 2 });
  });

  it.each([
    ['intact', [], 0],
    ['of another object', ['--object', 'https://id.gs1.org/01/19520001000017/21/C1'], 20],
    ['asked for as an element string', ['--object', '(01)09520001000010(21)A1'], 0],
    ['without policy', ['--policy', ''], 30],
    ['with a policy that is not there', ['--policy', 'nothing-here'], 2],
    ['with a policy of Windows, which begins with a mark', ['--policy', 'marked.txt'], 0],
    ['with a policy that is not UTF-8', ['--policy', 'latin.txt'], 30],
    ['with a word too many', ['--all'], 2],
  ])('ends with the exit codes of cairn verify: %s', async (_, more, exit) => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-verify-'));
    const { evidence, policy } = named('the worked example');
    writeFileSync(join(folder, 'evidence.json'), evidence);
    writeFileSync(join(folder, 'policy.txt'), policy!);
    writeFileSync(join(folder, 'marked.txt'), `\ufeff${policy}`);
    writeFileSync(join(folder, 'latin.txt'), Buffer.from(`# Gen\u00e8ve\n${policy}`, 'latin1'));
    const given = more[0] === '--policy' ? (more[1] === '' ? [] : more) : ['--policy', 'policy.txt', ...more];
    const env = { ...process.env, CAIRN_DATA: join(folder, 'none') };
    const code = await new Promise((resolve) => {
      execFile(python, [PROGRAM, 'evidence.json', ...given], { cwd: folder, env }, (error) =>
        resolve(error?.code ?? 0),
      );
    });
    rmSync(folder, { recursive: true });
    expect(code).toBe(exit);
  });
});

const ITEM = 'https://id.gs1.org/01/09520001000010/21/A1';
const upTo = (size: number): number[] => Array.from({ length: size }, (_, at) => at);
