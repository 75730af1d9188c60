import {
  type BegunBoot,
  type BootToBegin,
  type EndedKey,
  type KeyToEnd,
  openRegistrar,
} from '#libs/registry/enrolment';
import type { EnvironmentKeys } from '#libs/host/keys';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import { z } from 'zod';

/** What the operator says about keys of the demo's devices. Safe to repeat. */
export interface KeyOffice {
  compromised(key: KeyToEnd & { readonly sinceMs?: number }): Promise<EndedKey>;
  beginBoot(boot: BootToBegin): Promise<Pick<BegunBoot, 'last'>>;
}

/** With the keys in the data folder, over the stream and the database that the environment names, like every operator. */
export function keyOfficeAtNode(dataFolder: string, broker: string, environmentKeys?: EnvironmentKeys): KeyOffice {
  const withKeys = async <Result>(work: (keys: KeyOffice) => Promise<Result>): Promise<Result> => {
    const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, CAIRN_DATA: dataFolder });
    const { keys, close } = openRegistrar(environment, { broker, keys: environmentKeys });
    try {
      return await work(keys);
    } finally {
      await close();
    }
  };
  return {
    compromised: (key) => withKeys((keys) => keys.compromised(key)),
    beginBoot: (boot) => withKeys((keys) => keys.beginBoot(boot)),
  };
}
