import { type EnrolRequest, openRegistrar } from '#libs/registry/enrolment';
import type { EnvironmentKeys } from '#libs/host/keys';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import { z } from 'zod';
import type { DemoDevice, DemoParty } from '../parties.js';

/** How parties and devices come into the log. Safe to repeat. @returns one for each device, in their order */
export type Enrol = (request: EnrolRequest) => Promise<readonly { readonly folder?: string }[]>;

/** Enrols with the keys in the data folder, or those of the environment, over the stream and the database that the environment names, like every operator. */
export const enrolAtNode =
  (dataFolder: string, brokerUrl: string, keys?: EnvironmentKeys): Enrol =>
  async (request) => {
    const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, CAIRN_DATA: dataFolder });
    const { registrar, close } = openRegistrar(environment, { broker: brokerUrl, keys });
    try {
      return await registrar.enrol(request);
    } finally {
      await close();
    }
  };

/** @returns the devices' folders by their ids. */
export async function enrolFleet(
  enrol: Enrol,
  {
    parties,
    devices,
    signal,
  }: { readonly parties: readonly DemoParty[]; readonly devices: readonly DemoDevice[]; readonly signal?: AbortSignal },
): Promise<Map<string, string>> {
  const enrolled = await enrol({ parties: parties.map((party) => ({ ...party, demo: true })), devices, signal });
  return new Map(enrolled.map(({ folder }, place) => [devices[place]!.id, folder!]));
}
