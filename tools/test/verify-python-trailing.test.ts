import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { raw } from '../../test/kit/wire/raw.js';
import { cutField, TRAILING, wholeHeader } from '../../test/kit/wire/trailing.js';
import { describeWithReal } from '../../test/support/services.js';
import { requireCryptography, runPython } from '../../test/kit/python.js';

// docs/formats/scan.md, Trailing bytes, has a code for each kind; its table is that of test/kit/wire/trailing.ts.

describeWithReal('python', 'what follows a whole message, in tools/verify.py', (python) => {
  beforeAll(async () => requireCryptography(python));

  it('has the code of the page, kind by kind', async () => {
    const kinds = [
      ['nothing', wholeHeader, null] as const,
      ...TRAILING.map(([what, bytes, code]) => [what, raw([...wholeHeader], bytes), code] as const),
      ['a field that is cut off', cutField, 'TRUNCATED'] as const,
    ];
    const folder = mkdtempSync(join(tmpdir(), 'cairn-trailing-'));
    try {
      const file = join(folder, 'headers.txt');
      writeFileSync(file, kinds.map(([, bytes]) => Buffer.from(bytes).toString('hex')).join('\n'));
      const codes = await runPython(python, [join(import.meta.dirname, 'support/ask_header.py'), file]);
      expect(kinds.map(([what], at) => [what, JSON.parse(codes[at]!)])).toEqual(
        kinds.map(([what, , code]) => [what, code]),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
