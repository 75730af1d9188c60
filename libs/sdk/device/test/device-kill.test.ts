import { join } from 'node:path';
import { createDeviceFolder, writeEnrolment } from '../index.js';
import { ChildProgram } from '../../../../test/kit/child-program.js';
import { FakeNode } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

afterAll(removeTemporaryFolders);

const KILLS = Number(process.env['CAIRN_TEST_KILLS'] ?? 5);
const SCANS = 250 * KILLS;

describe('a device whose process is killed again and again', () => {
  it('brings every number of its source into the log exactly once, in order', async () => {
    const child = new ChildProgram(new URL('./support/device-child.ts', import.meta.url));
    const node = await FakeNode.start();
    try {
      const folder = join(temporaryFolder(), 'reader');
      node.enrol(createDeviceFolder({ folder, id: 'reader' }), 'secret');
      writeEnrolment(folder, { broker: node.url, password: 'secret', trust: node.trust });
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const run = child.start(folder, String(SCANS));
        const before = node.arrivals.length;
        // Somewhere between the first scan of this run and the last one of the source.
        await node.untilArrivals(before + 1 + Math.floor(Math.random() * 200));
        run.process.kill('SIGKILL');
        await run.ended;
      }
      const last = child.start(folder, String(SCANS));
      for await (const line of last.lines) expect(line).toBe('done');
      await last.ended;
      const serials = node.log.map(({ uris }) => Number(uris[0]!.split('/').at(-1)));
      expect(serials).toEqual(Array.from({ length: SCANS }, (_, i) => i + 1));
    } finally {
      child.remove();
      await node.close();
    }
  });
});
