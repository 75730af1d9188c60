import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createDeviceFolder, readDeviceFolder, writeEnrolment } from '#libs/device';
import type { FakeNode } from '../../../device/test/support/fake-node.js';
import type { Enrol } from '../../replay/enrol.js';

/** Enrols at a fake node, whose folders lie under `folder`; once for each device, as the real one. */
export const enrolAt =
  (node: FakeNode, folder: string): Enrol =>
  async ({ devices = [] }) =>
    devices.map(({ id, privateKey }) => {
      const own = join(folder, 'devices', id);
      const identity = existsSync(own)
        ? readDeviceFolder(own).identity
        : createDeviceFolder({ folder: own, id, privateKey });
      node.enrol(identity, 'secret');
      writeEnrolment(own, { broker: node.url, password: 'secret', trust: node.trust });
      return { folder: own };
    });
