import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { deviceKey } from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import { type EnrolmentCode, formatEnrolmentCode, readDeviceFolder } from '../index.js';
import { ChildProgram } from '../../../../test/kit/child-program.js';
import { FakeNode, LOG_ORIGIN } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

let node: FakeNode;
let child: ChildProgram;
beforeAll(async () => {
  node = await FakeNode.start();
  child = new ChildProgram(new URL('./support/redeeming-child.ts', import.meta.url));
});
afterAll(async () => {
  child.remove();
  await node.close();
  removeTemporaryFolders();
});

function aCode(id: string): EnrolmentCode {
  const [receiptKey] = node.trust.receiptKeys;
  const [seed, boot] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(16))];
  const trust = { operator: receiptKey!, receiptKeys: [receiptKey!] };
  const { algorithm, publicKey } = signerOfSeed(seed);
  const password = `of the code of ${id}`;
  node.enrol({ id, device: deviceKey(id), algorithm, publicKey, boot }, password);
  return { origin: LOG_ORIGIN, id, seed, boot, expiresMs: Date.now() + 600_000, broker: node.url, password, trust };
}
const passwordChanges = async (count: number): Promise<void> => {
  while (node.passwordChanges.length < count) await once(node, 'password');
};

/** Where the power goes, told by what the node has seen; the second ask comes by the new password. */
const MOMENTS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['as the rotation is asked for', () => once(node, 'event')],
  ['as the password is asked for', () => passwordChanges(node.passwordChanges.length + 1)],
  ['as it comes back by the new password', () => passwordChanges(node.passwordChanges.length + 2)],
  ['as it scans', () => node.untilArrivals(node.arrivals.length + 1)],
];

describe.each(MOMENTS)('a device that is killed %s', (moment, reached) => {
  it.each(['redeem', 'scan'] as const)(
    'and goes on by %s has a password of its own, and that of the code opens nothing',
    async (next) => {
      const code = aCode(`${next}-${moment}`.replaceAll(' ', '-'));
      const folder = join(temporaryFolder(), 'device');
      const seen = reached();
      const first = child.start(folder, formatEnrolmentCode(code));
      await seen;
      first.process.kill('SIGKILL');
      await first.ended;
      const second = child.start(folder, formatEnrolmentCode(code), next);
      for await (const line of second.lines) expect(line).toBe('done');
      await second.ended;
      const { enrolment } = readDeviceFolder(folder);
      expect([node.letsIn(code.id, code.password), node.letsIn(code.id, enrolment!.password)]).toEqual([false, true]);
      expect(enrolment!.next).toBeUndefined();
      expect(node.keysOf(code.id).keys).toHaveLength(2);
      expect(node.log.filter(({ device, counter }) => device === code.id && counter > 0).length).toBeGreaterThan(0);
    },
  );
});
