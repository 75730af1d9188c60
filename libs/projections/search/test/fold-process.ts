/** Folds the search until it is killed, under a lease of its own. Says of each round how far it is. Parameter: the database. */
import { Lease } from '#libs/log/ledger';
import { ProjectionRunner } from '#libs/projections/runner';
import { searchProjection } from '#libs/projections/search';

const databaseUrl = process.argv[2]!;
const lease = await Lease.acquire({ databaseUrl, durationMs: 1_500, renewEveryMs: 400 }, new AbortController().signal);
const runner = new ProjectionRunner({
  lease,
  session: await lease.connect(),
  databaseUrl,
  projections: [searchProjection],
  observer: {
    projectionStates: ([state]) => console.log(JSON.stringify(state)),
    projectionEvent: (_name, { kind }) => console.log(JSON.stringify({ kind })),
  },
  isBusy: () => false,
  idle: async () => {},
  entriesPerBatchMax: 1,
});
while (await runner.round());
console.log(JSON.stringify({ kind: 'settled' }));
await lease.release();
