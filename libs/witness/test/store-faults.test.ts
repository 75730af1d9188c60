import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tableOf } from '../../../apps/anchor/test/support/fault-table.js';
import { FaultyFiles, type FileErrorCode, type FileMoment } from '../../blobs/test/support/faulty-files.js';
import { removeTemporaryFolders, temporaryFolder } from '../../device/test/support/temporary-folder.js';
import { openWitness, type OpenWitness } from '../index.js';
import { ALog, utf8 } from './support/a-log.js';

const OPERATIONS = ['open', 'write', 'sync', 'rename', 'sync-folder'] as const;
const CODES: readonly FileErrorCode[] = ['ENOSPC', 'EIO', 'EROFS'];
const cases = (['newest checkpoint', 'list of logs'] as const).flatMap((kind) =>
  OPERATIONS.flatMap((operation) =>
    (['before', 'during', 'after'] as FileMoment[])
      .filter((moment) => moment !== 'during' || operation === 'write')
      .flatMap((moment) => CODES.map((code) => [kind, code, moment, operation] as const)),
  ),
);

/** The list of logs is written once for each log, right after its first checkpoint. */
const kindOf =
  (listed: () => boolean) =>
  (path: string): string =>
    path.includes('origins') || listed() ? 'list of logs' : 'newest checkpoint';

const log = new ALog();
const fork = log.fork(1);
afterAll(removeTemporaryFolders);

describe('the store of a witness', () => {
  const struck = new Set<string>();
  let opened: OpenWitness;
  afterEach(() => opened.close());

  it.each(cases)(
    '%s: after %s %s "%s" it cosigns nothing that contradicts an answer',
    async (kind, code, moment, operation) => {
      const folder = join(temporaryFolder(), 'witness');
      let names: string[] = [];
      const files = new FaultyFiles(kindOf(() => operation === 'sync-folder' && names.length > 0 && isSecondSync()));
      let syncs = 0;
      const isSecondSync = (): boolean => syncs > 1;
      const counted = new Proxy(files, {
        get: (target, name: keyof FaultyFiles) =>
          name === 'syncFolder'
            ? (path: string) => {
                syncs++;
                names = readdirSync(path);
                return target.syncFolder(path);
              }
            : typeof target[name] === 'function'
              ? (target[name] as (...words: unknown[]) => unknown).bind(target)
              : target[name],
      });
      const open = (): Promise<OpenWitness> =>
        openWitness({ folder, name: 'witness.example/w1', logs: [log.signer.vkey], files: counted });
      opened = await open();
      files.arm({ kind, operation, moment, code });
      await expect(opened.witness.addCheckpoint(utf8(log.request(0, 5)))).rejects.toMatchObject({ code });
      expect(files.hits).toBe(1);
      expect(opened.witness.storeProblem()).toContain(code);

      // It has answered nobody: until it does, it may still cosign either truth, and only one of them.
      await opened.close();
      opened = await open();
      const answers = new Map<string, string>();
      for (const [name, one] of [
        ['fork', fork],
        ['log', log],
        ['fork', fork],
      ] as const) {
        const size = opened.witness.logs()[0]!.latest?.size ?? 0;
        const decision = await opened.witness.addCheckpoint(utf8(one.request(size, 5)));
        if (decision.kind === 'cosigned') answers.set(name, decision.kind);
      }
      expect(answers.size).toBe(1);
      const kept = opened.witness.logs()[0]!.latest!;
      const [truth] = answers.keys();
      expect([kept.size, Buffer.from(kept.root)]).toEqual([
        5,
        Buffer.from((truth === 'log' ? log : fork).tree.root(5)),
      ]);
      struck.add(`${kind}: ${moment} ${operation}`);
    },
  );

  it('each case of docs/ARCHITECTURE.md has struck', () =>
    expect([...struck].toSorted()).toEqual(tableOf().files('witness')));
});
