import { readFileSync } from 'node:fs';
import { checkLedger } from '#libs/log/audit';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import { searchedUris } from '#libs/projections/search';
import { parsePolicy } from '#libs/core/tlog';
import { NativeVerifier } from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import type { Arena } from '../arena/arena.js';
import type { Violations } from './trial.js';

/**
 * As `cairn check --signatures`, without a process of its own; the run ends with the command itself. Nobody scans meanwhile: beside a busy
 * node the public checkpoint may be younger than the snapshot, and be taken for one that the database has lost.
 */
export function checkByAudit(arena: Arena): Promise<Violations> {
  return arena.atRest(() => checkOnce(arena));
}

async function checkOnce({ live }: Arena): Promise<Violations> {
  const paths = dataPaths(live.node.folder);
  try {
    const { differences, differenceCount } = await checkLedger({
      databaseUrl: live.node.databaseUrl,
      storage: new FileLogStorage(paths.log),
      checkpoints: new FileCheckpointStore(paths.checkpoints),
      privateParts: new FilePrivateParts(paths.privateParts),
      verifier: new NativeVerifier(),
      policyVkeys: parsePolicy(readFileSync(paths.policy, 'utf8')).logs.map(({ vkey }) => vkey),
      withSignatures: true,
      shownUris: searchedUris,
    });
    const [first] = differences;
    return first ? [`cairn check: ${differenceCount} differences, the first: ${first.code}: ${first.text}`] : [];
  } catch (error) {
    return [`cairn check could not be made: ${(error as Error).message}`];
  }
}
