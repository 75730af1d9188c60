import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import type { Verdict } from '#libs/core/verdict';
import { cosignedEvidence } from '../../../test/kit/core/cosigned.js';
import { evidenceOf } from '../../../test/kit/core/evidence.js';
import { Fleet, ITEM } from '../../../test/kit/core/fleet.js';
import { MemoryLog } from '../../../test/kit/core/memory-log.js';
import { aWitness } from '../../../test/kit/core/witness.js';
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

  describe('by a clock', () => {
    const AS_OF_S = 1_709_280_000; // 2024-03-01T08:00:00Z
    const cosigned = async (seconds: number): Promise<[string, string, string]> => {
      const { evidence, policy } = await cosignedEvidence(log, [[aWitness('one'), seconds]], 1);
      return [file('evidence.json', evidence), '--policy', file('keys.txt', policy)];
    };

    it('goes by that of this machine, and lets a day pass where nothing else is asked for', async () => {
      const nowS = Math.floor(Date.now() / 1_000);
      const fresh = await verify(...(await cosigned(nowS - 3_600)));
      expect([fresh.exitCode, fresh.out]).toEqual([0, expect.stringMatching(/passed +FRESHNESS .*60 minutes before/u)]);
      expect(fresh.out).toMatch(/Cosigned by w1, the newest as of .*, 60 minutes ago/u);
      expect(await verify(...(await cosigned(nowS - 90_000)))).toMatchObject({ exitCode: 10 });
    });

    it('goes by the time and the limit that are given', async () => {
      const words = await cosigned(AS_OF_S);
      const at = async (now: string, fresh = '1h') => verify(...words, '--now', now, '--fresh', fresh);
      expect(await at('2024-03-01T13:30:00+05:30')).toMatchObject({ exitCode: 0 });
      const old = await at('2024-03-01T09:00:01Z');
      expect([old.exitCode, old.out]).toEqual([10, expect.stringMatching(/Status: stale.*notice +FRESHNESS/su)]);
      expect(await at('2024-03-01T09:00:01Z', '2h')).toMatchObject({ exitCode: 0 });
      expect(await at('2031-01-01T00:00:00Z', '9999d')).toMatchObject({ exitCode: 0 });
    });

    it('says of a time that is ahead that it may be the clock of this machine', async () => {
      const { exitCode, out } = await verify(...(await cosigned(AS_OF_S)), '--now', '2024-03-01T07:00:00Z');
      expect([exitCode, out.includes('DOES NOT MATCH')]).toEqual([20, false]);
      expect(out).toMatch(/ITS TIME IS AHEAD OF THE CLOCK\. Nothing else speaks against it\. Set the clock/u);
    });

    it.each([
      ['--now', 'yesterday', /a time with its offset is expected/u],
      ['--now', '2024-03-01T08:00:00', /a time with its offset is expected/u],
      ['--fresh', '1 hour', /a duration is expected/u],
      ['--fresh', '0s', /a duration is expected/u],
    ])('refuses %s %s', async (option, value, message) => {
      const { exitCode, errors } = await verify(...(await cosigned(AS_OF_S)), option, value);
      expect([exitCode, errors]).toEqual([2, expect.stringMatching(message)]);
    });
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
