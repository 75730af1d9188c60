import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableOf } from '../../../../test/support/fault-table.js';
import { FaultyFiles, type FileErrorCode, type FileMoment } from '../../../../test/kit/storage/faulty-files.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';
import { openWitness, type OpenWitness } from '../index.js';
import { ALog, utf8 } from '../../../../test/kit/witness/a-log.js';

const OPERATIONS = ['open', 'write', 'sync', 'rename', 'sync-folder'] as const;
const CODES: readonly FileErrorCode[] = ['ENOSPC', 'EIO', 'EROFS'];
const cases = (['newest checkpoint', 'list of logs'] as const).flatMap((kind) =>
  OPERATIONS.flatMap((operation) =>
    (['before', 'during', 'after'] as FileMoment[])
      .filter((moment) => moment !== 'during' || operation === 'write')
      .flatMap((moment) =>
        CODES.flatMap((code) =>
          (['goes on', 'is opened again'] as const).map((then) => [kind, code, moment, operation, then] as const),
        ),
      ),
  ),
);

const log = new ALog();
const fork = log.fork(1);

/** A folder is synced for the file that got its name last: the list comes after the first checkpoint of a log. */
function kindOf(path: string): string {
  if (path.endsWith('/checkpoints')) {
    if (readFileSync(join(path, 'origins'), 'utf8').includes(log.origin)) return 'list of logs';
    return readdirSync(path).some((name) => name.endsWith('.checkpoint')) ? 'newest checkpoint' : 'the folder itself';
  }
  return path.includes('origins') ? 'list of logs' : 'newest checkpoint';
}

afterAll(removeTemporaryFolders);

describe('the store of a witness', () => {
  const struck = new Set<string>();
  let opened: OpenWitness;
  afterEach(() => opened.close());

  it.each(cases)(
    '%s: %s %s "%s", and where it then %s it cosigns nothing that contradicts an answer',
    async (kind, code, moment, operation, then) => {
      const folder = join(temporaryFolder(), 'witness');
      const files = new FaultyFiles(kindOf);
      const open = (): Promise<OpenWitness> =>
        openWitness({ folder, name: 'witness.example/w1', logs: [log.signer.vkey], files });
      opened = await open();
      files.arm({ kind, operation, moment, code });
      await expect(opened.witness.addCheckpoint(utf8(log.request(0, 5)))).rejects.toMatchObject({ code });
      expect(files.hits).toBe(1);
      expect(opened.witness.storeProblem()).toContain(code);
      expect(opened.witness.storeProblem()).not.toContain(folder); // anybody may ask how it does

      // It has answered nobody: until it does, it may still cosign either truth, and only one of them.
      if (then === 'is opened again') {
        await opened.close();
        opened = await open();
      }
      const answered = new Set<ALog>();
      for (const one of [fork, log, fork]) {
        const size = opened.witness.logs()[0]!.latest?.size ?? 0;
        const decision = await opened.witness.addCheckpoint(utf8(one.request(size, 5)));
        if (decision.kind === 'cosigned') answered.add(one);
      }
      expect(answered.size).toBe(1);
      const [truth] = answered;
      // What it remembers when it is opened once more is what it has answered.
      await opened.close();
      opened = await open();
      const kept = opened.witness.logs()[0]!.latest!;
      expect([kept.size, Buffer.from(kept.root)]).toEqual([5, Buffer.from(truth!.tree.root(5))]);
      struck.add(`${kind}: ${moment} ${operation}`);
    },
  );

  it('each case of docs/ARCHITECTURE.md has struck', () =>
    expect([...struck].toSorted()).toEqual(tableOf().files('witness')));
});
