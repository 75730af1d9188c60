import { noFaults, systemClock } from '#libs/log/ledger';
import { PublicCheckpoint, type PublicCheckpointParts } from '../publishing/public-checkpoint.js';

const HOUR_MS = 3_600_000;
const note = (size: number): Uint8Array => new TextEncoder().encode(`checkpoint of ${size}`);

/** What is asked and what is shown, with witnesses that cosign at once. */
async function begin(showEveryMs: number) {
  const asked: number[] = [];
  const shown: number[] = [];
  let wake: () => void = () => {};
  const parts = {
    lease: { requireHeld: () => {} },
    progress: {
      publishedSize: async () => 0,
      setPublishedSize: async ({ to }: { readonly to: number }) => {
        shown.push(to);
        wake();
      },
    },
    storage: { read: async () => null, replace: async () => {} },
    cosigner: {
      hasWitnesses: true,
      needsNone: false,
      cosign: async (checkpoint: { readonly size: number; readonly note: Uint8Array }) => {
        asked.push(checkpoint.size);
        return { ...checkpoint, isQuorumMet: true, isComplete: true, cosignedTimeMs: systemClock.nowMs() };
      },
    },
    clock: systemClock,
    faults: noFaults,
    cosignEveryMs: HOUR_MS,
    showEveryMs,
  };
  const checkpoint = await PublicCheckpoint.open(parts as unknown as PublicCheckpointParts);
  const ending = new AbortController();
  const running = checkpoint.run(ending.signal);
  return {
    asked,
    shown,
    checkpoint,
    offer: (size: number) => checkpoint.offer({ size, note: note(size) }),
    untilShown: async (size: number) => {
      while (shown.at(-1) !== size) await new Promise<void>((resolve) => (wake = resolve));
    },
    end: async () => {
      ending.abort();
      await running;
    },
  };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

it('is shown at once after a pause; what follows waits for the beat, and an orderly end shows the newest', async () => {
  const { asked, shown, checkpoint, offer, untilShown, end } = await begin(HOUR_MS);
  await offer(1);
  await untilShown(1);
  for (const size of [2, 3, 4]) {
    await offer(size);
    await turns();
  }
  expect(asked).toEqual([1]);
  await end();
  await checkpoint.finish();
  expect(shown).toEqual([1, 4]);
});

it('shows each one where there is no beat to wait for', async () => {
  const { shown, offer, untilShown, end } = await begin(0);
  for (const size of [1, 2, 3]) {
    await offer(size);
    await untilShown(size);
  }
  await end();
  expect(shown).toEqual([1, 2, 3]);
});
