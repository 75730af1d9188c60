import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalUri, Gs1Error } from '#libs/core/gs1';
import { describeWithReal } from '../../test/support/services.js';
import { compare, requireCryptography, runPython } from '../../test/kit/python.js';
import { type ShownCases, shownClaims, shownUris, spelledUris } from './support/shown-values.js';

// Which URIs are canonical and which values a claim can have is in docs/formats/object-keys.md and claims.md; the tables of our own
// tests are put to the other verifier here.

function ours(text: string): string | null {
  try {
    return canonicalUri(text);
  } catch (error) {
    if (error instanceof Gs1Error) return null;
    throw error;
  }
}

async function theirs(python: string, texts: readonly string[]): Promise<(string | null)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-uris-'));
  try {
    const file = join(folder, 'uris.jsonl');
    writeFileSync(file, texts.map((text) => JSON.stringify(text)).join('\n'));
    const lines = await runPython(python, [join(import.meta.dirname, 'support/ask_canonical.py'), file]);
    return lines.map((line) => JSON.parse(line) as string | null);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWithReal('python', 'what evidence shows, in tools/verify.py', (python) => {
  beforeAll(async () => requireCryptography(python));

  it('has the same canonical URI for every spelling, and is refused alike', async () => {
    const texts = spelledUris();
    const answers = await theirs(python, texts);
    expect(texts.map((text, at) => [text, answers[at]])).toEqual(texts.map((text) => [text, ours(text)]));
  });

  it.each<[string, () => ShownCases]>([
    ['URI of the tables of libs/core/gs1', shownUris],
    ['value of the tables of claims', shownClaims],
  ])('is judged alike, for every %s', async (_what, cases) => {
    const { good, bad } = cases();
    const taken = await compare(python, good);
    const refused = await compare(python, bad);
    expect([...taken.differences, ...refused.differences].slice(0, 3)).toEqual([]);
    expect(Object.keys(taken.exits)).not.toContain('30');
    expect(refused.exits).toEqual({ 30: bad.length });
  });
});
