import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import { loadLogVkeys, NativeVerifier } from '#libs/host/keys';
import { recoverLedger, type RecoverOptions, type RecoverReport } from '#libs/log/recovery';
import { forgetProjections } from '#libs/projections/runner';
import type { TestNode } from '../../../../test/kit/anchor/test-node.js';

/** `cairn recover` on the folder and database of a node, with these of its options. */
export const recover = (node: TestNode, given: Partial<RecoverOptions> = {}): Promise<RecoverReport> =>
  recoverLedger({
    databaseUrl: node.database.url,
    storage: new FileLogStorage(node.paths.log),
    checkpoints: new FileCheckpointStore(node.paths.checkpoints),
    privateParts: new FilePrivateParts(node.paths.privateParts),
    verifier: new NativeVerifier(),
    ...loadLogVkeys({ paths: node.paths }),
    replace: false,
    withoutCheckpoints: false,
    passwords: new Map(),
    onLost: async () => {},
    forgetFolded: forgetProjections,
    ...given,
  });
