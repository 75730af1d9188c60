import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCustomsToken, OfficerBook } from '#libs/registry/access';

it('the line of the guide for officers adds one whose token is known at once', () => {
  const guide = readFileSync('docs/guides/officers.md', 'utf8');
  const line = [...guide.matchAll(/```sh\n(?<code>[^`]*appendFileSync[^`]*)```/gu)][0]!.groups!['code']!;
  const folder = mkdtempSync(join(tmpdir(), 'cairn-guide-'));
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    ensureCustomsToken(data);
    const book = new OfficerBook(data);
    const token = execFileSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' }).trim();
    expect(book.holderOf(token)?.name).toBe('a.rossi');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
