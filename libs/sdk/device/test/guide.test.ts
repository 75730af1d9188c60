import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDeviceFolder, writeEnrolment } from '../index.js';
import { ChildProgram } from '../../../../test/kit/child-program.js';
import { FakeNode } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

const GUIDE = new URL('../../../../docs/guides/device-makers.md', import.meta.url);

afterAll(removeTemporaryFolders);

it('the program in the guide for device makers runs as it stands there', async () => {
  const folder = join(temporaryFolder(), 'gate-7');
  const [, program] = /```ts\n(.*?)```/su.exec(readFileSync(GUIDE, 'utf8'))!;
  expect(program).toContain('./data/devices/gate-7');
  const child = new ChildProgram({ program: program!.replace('./data/devices/gate-7', folder) });
  const node = await FakeNode.start();
  try {
    node.enrol(createDeviceFolder({ folder, id: 'gate-7' }), 'secret');
    writeEnrolment(folder, { broker: node.url, password: 'secret', trust: node.trust });
    const run = child.start();
    const said: string[] = [];
    for await (const line of run.lines) said.push(line);
    expect(said).toEqual(['scan 1 is on disk', 'it stands in the log at 0']);
    expect(await run.ended).toEqual([0, null]);
  } finally {
    child.remove();
    await node.close();
  }
});
