import { join } from 'node:path';
import { createDeviceFolder, writeEnrolment } from '../index.js';
import { ChildProgram } from '../../../../test/kit/child-program.js';
import { FakeNode } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

afterAll(removeTemporaryFolders);

const KILLS = Number(process.env['CAIRN_TEST_KILLS'] ?? 5);
const SCANS = 150 * KILLS;

describe('a device that is killed again and again while it changes keys and boots', () => {
  it('brings every number of its source into the log exactly once, each signed by the key of that moment', async () => {
    const child = new ChildProgram(new URL('./support/rotating-child.ts', import.meta.url));
    const node = await FakeNode.start();
    // Now and then an event is refused for good: the device goes on as it was.
    node.rejectEventWith = ({ times }) => (times % 7 === 5 ? 'VALUE_INVALID' : undefined);
    try {
      const folder = join(temporaryFolder(), 'reader');
      node.enrol(createDeviceFolder({ folder, id: 'reader' }), 'secret');
      writeEnrolment(folder, { broker: node.url, password: 'secret', trust: node.trust });
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const run = child.start(folder, String(SCANS));
        await node.untilArrivals(node.arrivals.length + 1 + Math.floor(Math.random() * 100));
        run.process.kill('SIGKILL');
        await run.ended;
      }
      const last = child.start(folder, String(SCANS));
      for await (const line of last.lines) expect(line).toBe('done');
      await last.ended;
      const serials = node.log.flatMap(({ uris }) => uris).map((uri) => Number(uri.split('/').at(-1)));
      expect(serials).toEqual(Array.from({ length: SCANS }, (_, i) => i + 1));
      expect(node.keysOf('reader').keys.length).toBeGreaterThan(2);
    } finally {
      child.remove();
      await node.close();
    }
  });
});
