import { ChildProgram } from '../../../../test/kit/child-program.js';
import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { modelOf } from '../../../../test/kit/projections/model.js';
import { ProjectionWorld } from '../../../../test/kit/projections/world.js';
import { searchProjection } from '../projection.js';

const KILLS = 6;

it('has after kill -9 at any point, also of a rebuild, the very rows that the log gives', async () => {
  const program = new ChildProgram(new URL('fold-process.ts', import.meta.url));
  const world = await ProjectionWorld.create(searchProjection);
  const device = new TestDevice('killed');
  await world.log.enrol(device);
  const claims = { 'bizTransaction.po': 'urn:epcglobal:cbv:bt:9520000000004:PO-7' };
  await world.log.append({ scans: Array.from({ length: 60 }, () => device.scan({ claims })) });
  await world.log.lease.release();
  const reached: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    if (kill === KILLS / 2) await world.askForRebuild();
    const child = program.start(world.log.database.url);
    // Each a little further than the one before, at whatever it does just then.
    let lines = 5 + kill * 4;
    for await (const line of child.lines) {
      expect(line).not.toContain('settled');
      if (lines-- === 0) child.process.kill('SIGKILL');
    }
    await child.ended;
    reached.push((await world.generations()).at(-1)!.next);
  }
  expect(Math.max(...reached)).toBeGreaterThan(0);
  const last = program.start(world.log.database.url);
  const said: string[] = [];
  for await (const line of last.lines) said.push(line);
  expect(said.at(-1)).toContain('settled');
  program.remove();
  const entries = await world.entries();
  expect(await world.generations()).toMatchObject([{ isServed: true, next: entries.length }]);
  expect(await world.rows()).toEqual(modelOf(searchProjection, entries));
  expect(await world.schemas()).toEqual(['projection_search']);
  await world.drop();
});
