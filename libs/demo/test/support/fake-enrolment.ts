import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { completeBoot, createDeviceFolder, prepareBoot, readDeviceFolder, writeEnrolment } from '#libs/sdk/device';
import { bytesEqual, type LastStatement } from '#libs/core/wire';
import type { FakeNode } from '../../../../test/kit/device/fake-node.js';
import type { KeyOffice } from '../../replay/key-office.js';
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

/** The operator's word at a fake node; once for each wish, as the real one. */
export const keyOfficeAt = (node: FakeNode): KeyOffice => ({
  async compromised({ id, sinceMs }) {
    const key = node.keysOf(id).activeKey ?? node.keysOf(id).keys.at(-1)!;
    const { keyId } = key;
    if (!key.compromised) node.change(id, (keys, logIndex) => keys.compromise({ logIndex, keyId, sinceMs }));
    return { keyId };
  },
  async beginBoot({ id, folder, newKey }) {
    const keys = node.keysOf(id);
    const options = { newKey: newKey && (() => newKey.privateKey!), activeKeyId: keys.activeKey?.keyId };
    const { identity, isNewKey } = prepareBoot(folder!, options);
    const logged = node.log.findLast(({ device, boot }) => device === id && bytesEqual(boot, keys.boot));
    const last: LastStatement = logged
      ? { boot: keys.boot, counter: logged.counter, statementHash: logged.hash }
      : { boot: keys.boot, counter: 0 };
    if (!keys.segments.some(({ boot }) => bytesEqual(boot, identity.boot))) {
      const { boot, algorithm, publicKey } = identity;
      const key = isNewKey ? { key: { algorithm, publicKey } } : {};
      node.change(id, (changed, logIndex) => changed.beginBoot({ logIndex, boot, last, ...key }));
    }
    await completeBoot(folder!);
    return { last };
  },
});
