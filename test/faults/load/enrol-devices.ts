import { join } from 'node:path';
import { z } from 'zod';
import { openRegistrar } from '#libs/registry/enrolment';
import { gln } from '#libs/core/gs1';
import { PartyKind } from '#libs/core/wire';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import type { VictimNode } from '../kills/victim-node.js';

const PARTY = {
  gln: gln({ companyPrefix: '952000000', location: '998' }),
  name: 'Fault tests',
  country: 'IN',
  kind: PartyKind.OTHER,
};

/** Enrols devices with folders of their own, in the log and at the broker. */
export async function enrolDevices(
  victim: VictimNode,
  folder: string,
  { count, prefix }: { readonly count: number; readonly prefix: string },
): Promise<{ readonly id: string; readonly folder: string }[]> {
  const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, ...victim.node.environment });
  const { registrar, close } = openRegistrar(environment, { broker: victim.brokerUrl });
  try {
    const devices = Array.from({ length: count }, (_, n) => {
      const id = `${prefix}-${n + 1}`;
      return { id, folder: join(folder, id) };
    });
    const enrolled = await registrar.enrol({
      parties: [PARTY],
      devices: devices.map((device) => ({ ...device, partyGln: PARTY.gln, kind: 'load' })),
    });
    await victim.services?.setPasswords(enrolled.map(({ identity: { id }, password }) => ({ id, password })));
    return devices;
  } finally {
    await close();
  }
}
