import { LedgerError } from '#libs/log/ledger';

/** Starts again, as whoever supervises an anchor would, where a busy machine takes longer than the short lease of a test. */
export async function inSpiteOfShortLease<Started>(start: () => Promise<Started>): Promise<Started> {
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof LedgerError && error.code === 'LEASE_LOST')) throw error;
    }
  }
}
