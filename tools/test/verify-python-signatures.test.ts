import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPublicKey, hasSignatureForm, KeyJudge, type SignatureCheck, SignatureError } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { edgeCases } from '../../test/kit/signatures/edge-cases.js';
import {
  describeWithPublished,
  ed25519EdgeVectors,
  wycheproofEd25519,
  wycheproofP256,
} from '../../test/kit/signatures/published.js';
import { describeWithReal } from '../../test/support/services.js';
import { requireCryptography, runPython } from '../../test/kit/python.js';

// Verification profile 1 is asked twice of each program: with its real library, and of its own rules alone. Libraries differ in what
// they refuse by themselves, so a rule that one of them happens to hold as well must not be missing here unnoticed.

interface Answer {
  readonly valid: boolean;
  readonly decided: boolean;
  readonly point: boolean | null;
}

const PROGRAM = join(import.meta.dirname, 'support/ask_profile.py');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const verifier = new NativeVerifier();
const judge = new KeyJudge();

async function ours(checks: readonly SignatureCheck[]): Promise<Answer[]> {
  const verdicts = await verifier.verifyAll(checks);
  return checks.map((check, at) => ({
    valid: verdicts[at]!,
    decided: hasSignatureForm(check) && judge.allows(check),
    point: check.algorithm === 1 && check.publicKey.length === 32 ? isPoint(check.publicKey) : null,
  }));
}

/** Whether these are the canonical bytes of a point, of whatever order. */
function isPoint(key: Uint8Array): boolean {
  try {
    checkPublicKey(1, key);
    return true;
  } catch (error) {
    return !['PUBLIC_KEY_NOT_CANONICAL', 'PUBLIC_KEY_NOT_ON_CURVE'].includes((error as SignatureError).code);
  }
}

async function theirs(python: string, checks: readonly SignatureCheck[]): Promise<Answer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-signatures-'));
  try {
    const file = join(folder, 'cases.jsonl');
    const lines = checks.map(({ algorithm, publicKey, message, signature }) =>
      JSON.stringify({ algorithm, publicKey: hex(publicKey), message: hex(message), signature: hex(signature) }),
    );
    writeFileSync(file, lines.join('\n'));
    return (await runPython(python, [PROGRAM, file])).map((line) => JSON.parse(line) as Answer);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What both programs say, case by case; the names are only for the reader of a difference. */
async function agree(python: string, cases: readonly { readonly name: string; readonly check: SignatureCheck }[]) {
  const checks = cases.map(({ check }) => check);
  const named = (answers: readonly Answer[]) => answers.map((answer, at) => ({ name: cases[at]!.name, ...answer }));
  const answers = await ours(checks);
  expect(named(await theirs(python, checks))).toEqual(named(answers));
  return answers;
}

describeWithReal('python', 'verification profile 1 in tools/verify.py', (python) => {
  beforeAll(async () => requireCryptography(python));

  it('holds every rule of its own, and comes to every verdict of ours', async () => {
    const cases = edgeCases();
    const answers = await agree(
      python,
      cases.map((one) => ({ name: one.name, check: one })),
    );
    expect(answers.map(({ valid }) => valid)).toEqual(cases.map(({ valid }) => valid));
  });
});

// The other way round, a machine without the vectors would seem to lack Python.
describeWithPublished('verification profile 1 in tools/verify.py, on published vectors', () => {
  describeWithReal('python', 'agrees with ours', (python) => {
    it.each([
      ['the 914 Ed25519 edge cases', ed25519EdgeVectors],
      ['Wycheproof, Ed25519', wycheproofEd25519],
      ['Wycheproof, P-256 with r || s', wycheproofP256],
    ])('%s', async (_name, cases) => {
      await agree(python, cases());
    });
  });
});
