import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readDeviceFolder } from '#libs/sdk/device';
import { KEY_SCENES, type KeyScene, sceneScan } from '../lane/key-scenes.js';
import { DemoError } from '../errors.js';
import { demoKey } from '../parties.js';
import { type DemoFleet, untilUnsettled } from './fleet.js';
import type { KeyOffice } from './key-office.js';

const FIRST = { key: 'key.pem', outbox: 'outbox' };

/**
 * Lets the scenes of keys happen, one device after the other. Safe to kill anywhere: how many scans a device has made is its bookmark, and
 * whether its key or boot has changed stands in its folder.
 */
export async function playKeyScenes(
  fleet: DemoFleet,
  folders: ReadonlyMap<string, string>,
  office: KeyOffice,
): Promise<void> {
  for (const scene of KEY_SCENES) {
    const folder = folders.get(scene.device)!;
    const { stretches, next } = readDeviceFolder(folder).state;
    const { key, outbox } = stretches.at(-1)!;
    const isChanged = scene.what === 'a rotated key' ? key !== FIRST.key : outbox !== FIRST.outbox;
    const isUnderWay = next !== undefined || !existsSync(join(folder, outbox));
    if (!isChanged && !isUnderWay) await scanUpTo(scene, scene.before.length, fleet);
    if (scene.what === 'a rotated key') await rotate(scene, fleet, isChanged);
    else if (!isChanged) await beginAgain(scene, folder, fleet, office);
    await scanUpTo(scene, scene.before.length + scene.after.length, fleet);
    await fleet.done(scene.device);
  }
}

async function scanUpTo(scene: KeyScene, count: number, fleet: DemoFleet): Promise<void> {
  const device = await fleet.device(scene.device);
  const steps = [...scene.before, ...scene.after];
  // After a reset the bookmark is lost with the outbox, and only what comes behind it is left to do.
  const { outbox } = readDeviceFolder(fleet.folderOf(scene.device)).state.stretches.at(-1)!;
  const isReset = scene.what !== 'a rotated key' && outbox !== FIRST.outbox;
  for (let made = Math.max(device.bookmark, isReset ? scene.before.length : 0); made < count; made += 1)
    await device.scanAll([sceneScan(scene, steps[made]!)], [made + 1]);
  await untilUnsettled(device, 0, fleet.signal);
}

async function rotate({ device: id }: KeyScene, fleet: DemoFleet, isBegun: boolean): Promise<void> {
  const device = await fleet.device(id);
  const outcome = isBegun
    ? await device.answered()
    : await (
        await device.rotate({ privateKey: demoKey(`${id} 2`) })
      ).outcome;
  fleet.signal.throwIfAborted();
  if (outcome?.kind === 'refused')
    throw new DemoError('SCENE_REFUSED', `the rotation of ${id} was refused, ${outcome.reason}: ${outcome.text}`);
}

async function beginAgain(scene: KeyScene, folder: string, fleet: DemoFleet, office: KeyOffice): Promise<void> {
  const { device: id, what, sinceMs } = scene;
  const { signal } = fleet;
  await fleet.done(id); // the folder has one user, and now that is the operator
  if (what === 'a compromised key') {
    await office.compromised({ id, folder, sinceMs, signal });
    await office.beginBoot({ id, folder, newKey: { privateKey: demoKey(`${id} 2`) }, signal });
  } else {
    rmSync(join(folder, FIRST.outbox), { recursive: true, force: true }); // the reset: its counters are gone
    await office.beginBoot({ id, folder, signal });
  }
}
