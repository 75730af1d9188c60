import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { gln } from '#libs/core/gs1';
import { PartyKind } from '#libs/core/wire';
import type { NodeTrust } from './generating/answers.js';
import { loadDevice } from './fleet.js';
import type { LoadOrder } from './generator.js';
import type { NodeUnderTest } from './node-under-test.js';

const PARTY = {
  gln: gln({ companyPrefix: '952000000', location: '999' }),
  name: 'Load',
  country: 'IN',
  kind: PartyKind.OTHER,
};
const DEVICES_OF_ONE_REQUEST = 250;

/** Enters the devices of a load into the log and tells what the generator needs: passwords, and whose receipts count. */
export async function enrolLoad(
  node: NodeUnderTest,
  seed: string,
  count: number,
): Promise<Pick<LoadOrder, 'seed' | 'passwords' | 'trust'>> {
  const { openRegistrar, commonEnvironment, parseEnvironment } = await roomsOf(node.checkout);
  const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, ...node.environment });
  const { registrar, close } = openRegistrar(environment, { broker: node.mqttUrl });
  try {
    const passwords: string[] = [];
    let trust: NodeTrust | undefined;
    for (let from = 0; from < count; from += DEVICES_OF_ONE_REQUEST) {
      const devices = Array.from({ length: Math.min(DEVICES_OF_ONE_REQUEST, count - from) }, (_, n) =>
        loadDevice(seed, from + n),
      );
      const enrolled = await registrar.enrol({
        parties: [PARTY],
        devices: devices.map(({ id, signer, boot }) => ({
          id,
          partyGln: PARTY.gln,
          kind: 'load',
          elsewhere: { ...signer, boot },
        })),
      });
      passwords.push(...enrolled.map(({ password }) => password));
      const { logOrigin, receiptKeys } = enrolled[0]!.trust;
      const key = receiptKeys[0]!;
      trust = {
        logOrigin,
        receiptKey: { algorithm: key.algorithm, publicKey: Buffer.from(key.publicKey).toString('hex') },
      };
    }
    return { seed, passwords, trust: trust! };
  } finally {
    await close();
  }
}

type Rooms = Pick<typeof import('#libs/registry/enrolment'), 'openRegistrar'> &
  Pick<typeof import('#libs/host/service'), 'commonEnvironment' | 'parseEnvironment'>;

/** Of the checkout whose node it is: stream and tables are its own. */
async function roomsOf(checkout: string | undefined): Promise<Rooms> {
  if (checkout === undefined)
    return { ...(await import('#libs/registry/enrolment')), ...(await import('#libs/host/service')) };
  const room = async (path: string): Promise<object> =>
    (await import(pathToFileURL(join(checkout, 'dist/libs', path, 'index.js')).href)) as object;
  return { ...(await room('registry/enrolment')), ...(await room('host/service')) } as Rooms;
}
