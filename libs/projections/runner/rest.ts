import { setTimeout as wait } from 'node:timers/promises';

// Of its time a runner takes half when nothing else is to be done, and an eighth while scans wait.
const REST_SHARE = 1;
const REST_SHARE_BUSY = 7;

/** Rests as long as the work before it asks for. */
export async function restAfter(workedMs: number, isBusy: boolean, signal: AbortSignal): Promise<void> {
  await wait(workedMs * (isBusy ? REST_SHARE_BUSY : REST_SHARE), undefined, { signal }).catch(() => {});
}
