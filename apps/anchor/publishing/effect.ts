import type { Effect, Faults, Lease } from '#libs/log/ledger';

/** Carries out one effect of a publication: only under the lease, and where tests can let it fail. */
export async function carryOut<Result>(
  { faults, lease }: { readonly faults: Faults; readonly lease: Lease },
  name: Effect,
  run: () => Promise<Result>,
): Promise<Result> {
  await faults.before(name);
  lease.requireHeld();
  const result = await run();
  await faults.after(name);
  return result;
}
