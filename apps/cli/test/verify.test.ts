import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import type { Verdict } from '#libs/core/verdict';
import { evidenceOf } from '../../../test/kit/core/evidence.js';
import { Fleet, ITEM } from '../../../test/kit/core/fleet.js';
import { MemoryLog } from '../../../test/kit/core/memory-log.js';
import { registerVerifyCommand } from '../verify.js';
import { runHere, type Said } from './support/command-here.js';

let folder: string;
let log: MemoryLog;
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-verify-'));
  process.env['CAIRN_DATA'] = folder;
  log = Fleet.withGoodTrail().log;
});
afterEach(() => {
  delete process.env['CAIRN_DATA'];
  process.exitCode = 0;
  rmSync(folder, { recursive: true, force: true });
});

const verify = (...words: string[]): Promise<Said> => runHere(registerVerifyCommand, ['verify', ...words]);

describe('cairn verify', () => {
  it('says every check with its reason, what was not checked and what this does not prove, and ends with 0', async () => {
    file('policy.txt', log.policy());
    const { exitCode, out } = await verify(file('evidence.json', await evidenceOf(log)), '--object', ITEM);
    expect(exitCode).toBe(0);
    expect(out).toContain('INTACT. Nothing is known to be missing.');
    for (const code of ['FORM', 'CHECKPOINT', 'INCLUSION', 'SIGNATURES', 'GAPS'])
      expect(out).toMatch(new RegExp(`passed +${code} `));
    expect(out).toContain('2024-03-01 13:36:00 +05:30  commissioning, IN, by Maker (IN), device Maker-1 (entry 6)');
    expect(out).toContain('Custody: Carrier (IN)');
    expect(out).toContain('Not checked\n  - Whether every entry of the object is here');
    expect(out).toContain('This does not prove');
  });

  it('prints the same as data with --json', async () => {
    file('policy.txt', log.policy());
    const { exitCode, out } = await verify(file('evidence.json', await evidenceOf(log)), '--json');
    const verdict = JSON.parse(out) as Verdict;
    expect([exitCode, verdict.exit, verdict.object, verdict.steps.length]).toEqual([0, 0, ITEM, 3]);
  });

  it('reads standard input, and a policy from anywhere', async () => {
    const policy = file('keys.txt', log.policy());
    const evidence = await evidenceOf(log);
    const stdin = jest
      .spyOn(process, 'stdin', 'get')
      .mockReturnValue(Readable.from([Buffer.from(evidence)]) as unknown as typeof process.stdin);
    expect(await verify('-', '--policy', policy)).toMatchObject({ exitCode: 0 });
    stdin.mockRestore();
  });

  it('ends with 10 for what a person should know', async () => {
    const fleet = new Fleet();
    fleet.partyWithDevice('Maker').scan({ bizStep: 'receiving' });
    file('policy.txt', fleet.log.policy());
    const { exitCode, out } = await verify(file('evidence.json', await evidenceOf(fleet.log)));
    expect([exitCode, /notice +GAPS +It was received, and nobody shipped it. \(entries 4\)/.test(out)]).toEqual([
      10,
      true,
    ]);
  });

  it('ends with 20 for evidence that was changed, is of another object, or is no text', async () => {
    file('policy.txt', log.policy());
    const evidence = await evidenceOf(log);
    const changed = await verify(file('changed.json', evidence.replace('B-17', 'B-18')));
    expect([changed.exitCode, changed.out.includes('DOES NOT MATCH'), changed.out.includes('Steps')]).toEqual([
      20,
      true,
      false,
    ]);
    expect(await verify(file('other.json', evidence), '--object', `${ITEM}9`)).toMatchObject({ exitCode: 20 });
    expect(await verify(file('bytes.json', Uint8Array.of(0xff, 0xfe)))).toMatchObject({ exitCode: 20 });
    expect(await verify(file('empty.json', ''))).toMatchObject({ exitCode: 20 });
  });

  it('ends with 30 without a policy, and for a log that the policy does not name', async () => {
    const evidence = file('evidence.json', await evidenceOf(log));
    const none = await verify(evidence);
    expect([none.exitCode, none.out.includes('There is no policy, so no key is pinned.')]).toEqual([30, true]);
    const other = file('other.txt', new MemoryLog('other.example/log').policy());
    expect(await verify(evidence, '--policy', other)).toMatchObject({ exitCode: 30 });
  });

  it('ends with 30 for a policy that is not UTF-8, and skips a byte order mark', async () => {
    const evidence = file('evidence.json', await evidenceOf(log));
    const latin = file('latin.txt', Buffer.from(`# Gen\u00e8ve\n${log.policy()}`, 'latin1'));
    const { exitCode, out } = await verify(evidence, '--policy', latin);
    expect([exitCode, out.includes('The policy is not UTF-8 text, so no key is pinned.')]).toEqual([30, true]);
    const marked = file('marked.txt', `\ufeff${log.policy()}`);
    expect(await verify(evidence, '--policy', marked)).toMatchObject({ exitCode: 0 });
  });

  it('takes the object in any form', async () => {
    file('policy.txt', log.policy());
    const evidence = file('evidence.json', await evidenceOf(log));
    expect(await verify(evidence, '--object', '(01)09520001000010(21)A1')).toMatchObject({ exitCode: 0 });
    expect(await verify(evidence, '--object', 'https://shop.example/01/09520001000010/21/A1?x=1')).toMatchObject({
      exitCode: 0,
    });
  });

  it('ends with 2 and one clear sentence when it is called wrongly', async () => {
    const evidence = file('evidence.json', await evidenceOf(log));
    const calls: [string[], RegExp][] = [
      [[join(folder, 'nothing.json')], /nothing\.json cannot be read: there is no such file/],
      [[folder], /cannot be read: it is a folder/],
      [[evidence, '--policy', join(folder, 'nothing.txt')], /The policy .*there is no such file/],
      [[evidence, '--object', '(01)09520001000012'], /--object: .*check digit/i],
      [[evidence, '--colour'], /unknown option/],
      [[], /missing required argument/],
    ];
    for (const [words, message] of calls) {
      const { exitCode, out, errors } = await verify(...words);
      expect([words, exitCode, out, errors]).toEqual([words, 2, '', expect.stringMatching(message)]);
    }
  });

  it('shows nothing that a terminal could act on', async () => {
    file('policy.txt', log.policy());
    const evidence = await evidenceOf(log);
    const hostile = evidence.replaceAll(ITEM, `${ITEM}\\u001b[2J\u202e\u009b1m`);
    // oxlint-disable-next-line no-control-regex
    const control = /[\u001b\u0080-\u009f\u202e]/u;
    for (const words of [[], ['--json']]) {
      const { out } = await verify(file('hostile.json', hostile), ...words);
      expect(out).not.toMatch(control);
    }
  });
});
