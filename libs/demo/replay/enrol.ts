import { type CodesToState, type EnrolRequest, openRegistrar } from '#libs/registry/enrolment';
import type { EnvironmentKeys } from '#libs/host/keys';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import { z } from 'zod';
import type { DemoDevice, DemoParty } from '../parties.js';

/** Parties and devices, and whose the codes are. */
export interface DemoRequest extends EnrolRequest {
  readonly codes?: readonly CodesToState[];
}

/** How they come into the log. Safe to repeat. @returns one for each device, in their order */
export type Enrol = (request: DemoRequest) => Promise<readonly { readonly folder?: string }[]>;

/** Enrols with the keys in the data folder, or those of the environment, over the stream and the database that the environment names, like every operator. */
export const enrolAtNode =
  (dataFolder: string, brokerUrl: string, keys?: EnvironmentKeys): Enrol =>
  async ({ codes: owned = [], ...request }) => {
    const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, CAIRN_DATA: dataFolder });
    const { registrar, codes, close } = openRegistrar(environment, { broker: brokerUrl, keys });
    try {
      const enrolled = await registrar.enrol(request);
      for (const one of owned) await codes.state({ ...one, signal: request.signal });
      return enrolled;
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
    codes,
    signal,
  }: {
    readonly parties: readonly DemoParty[];
    readonly devices: readonly DemoDevice[];
    readonly codes?: readonly CodesToState[];
    readonly signal?: AbortSignal;
  },
): Promise<Map<string, string>> {
  const made = parties.map((party) => ({ ...party, demo: true }));
  const enrolled = await enrol({ parties: made, devices, codes, signal });
  return new Map(enrolled.map(({ folder }, place) => [devices[place]!.id, folder!]));
}
