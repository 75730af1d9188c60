import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { REPOSITORY } from '../../../../test/kit/repository.js';

const BUILT = JSON.stringify(pathToFileURL(join(REPOSITORY, 'dist/libs/host/verification/index.js')).href);

/** What a process that opens a pool says until it ends by itself. */
async function said(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { openVerifierPool } from ${BUILT};
     const pool = await openVerifierPool({ threads: 2, warn: console.log });
     const check = { algorithm: 1, publicKey: new Uint8Array(32), message: new Uint8Array(1), signature: new Uint8Array(64) };
     ${program}`,
  ]);
  return stdout;
}

it('a pool that nobody closed keeps no process alive, and one that is asked does until it has answered', async () => {
  expect(await said("console.log('open');")).toBe('open\n');
  expect(await said('pool.verifyAll(Array(3_000).fill(check)).then((verdicts) => console.log(verdicts.length));')).toBe(
    '3000\n',
  );
});
