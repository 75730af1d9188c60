import { type DemoSummary, replayDemo, simulateLive } from '#libs/demo';
import type { EnvironmentKeys } from '#libs/host/keys';
import { explainStartFailure } from '#libs/host/service';
import { showProgress } from '../progress.js';
import type { Say } from './node.js';

/** What a newcomer looks at first: paths below the address of the API. */
export interface DemoLinks {
  readonly objects: readonly { readonly what: string; readonly path: string }[];
}

export interface DemoOptions {
  readonly dataFolder: string;
  readonly brokerUrl: string;
  /** Authorities that vouch for the broker, in PEM. Default: those of the system. */
  readonly certificateAuthority?: string | undefined;
  /** That came in the environment. */
  readonly keys: EnvironmentKeys;
  readonly signal: AbortSignal;
}

/** The demo of `cairn up --demo`: the replay at the first start, then the slow live simulation. */
export class Demo {
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DemoOptions) {}

  /** Replays what has not been replayed yet, shows how far it is, and tells what came of it. */
  async replay(say: Say): Promise<DemoLinks> {
    const progress = showProgress({ unit: 'scans', stream: process.stdout });
    const replay = replayDemo({
      ...this.options,
      onProgress: ({ done, total, phase }) => {
        if (total > 0) progress.update(done, total, phase);
      },
    });
    this.running = replay;
    try {
      const summary = await replay;
      progress.stop();
      describe(summary, say);
      return linksOf(summary);
    } finally {
      progress.stop();
    }
  }

  /** Sends a scan of the simulated lane every few seconds until the signal; a failure is told and ends only the simulation. */
  goOnLive(say: Say): void {
    this.running = simulateLive(this.options).catch((error: unknown) => {
      if (!this.options.signal.aborted) say(`the live simulation ended: ${explainStartFailure(error)}`);
    });
  }

  /** Resolves when nothing of the demo runs any more. */
  async ended(): Promise<void> {
    await this.running.catch(() => {}); // its failure was reported by whoever awaited it
  }
}

function describe({ rows, scans, laneScans, leftOut }: DemoSummary, say: Say): void {
  say(
    `${rows} shipments gave ${scans} signed scans; the simulated lane gave ${laneScans}. What was left out, and why:`,
  );
  for (const [reason, count] of Object.entries(leftOut)) say(`  ${String(count).padStart(6)}  ${reason}`);
}

const linksOf = ({ links }: DemoSummary): DemoLinks => ({
  objects: links.map(({ what, uri }) => ({ what, path: `/demo/shop?object=${encodeURIComponent(uri)}` })),
});
