import { SingleBar } from 'cli-progress';

/** Shows how far something is: a bar on a terminal, else a plain line at most every two seconds. */
export interface Progress {
  update(done: number, total: number, text?: string): void;
  /** Ends the line of the bar. */
  stop(): void;
}

export interface ProgressOptions {
  /** What is counted, in the plural. */
  readonly unit: string;
  readonly stream?: NodeJS.WriteStream;
  readonly nowMs?: () => number;
}

const LINE_EVERY_MS = 2_000;

export function showProgress({ unit, stream = process.stderr, nowMs = Date.now }: ProgressOptions): Progress {
  return stream.isTTY ? barOn(stream, unit) : linesOn(stream, unit, nowMs);
}

/** Shows how far a piece of work with several phases is, and how long it may take: one bar over all of it, else lines as above. */
export interface ShareProgress {
  /** @param share 0 to 1. @param text what is worked on. */
  update(share: number, text: string): void;
  stop(): void;
}

// Before this much is done, what is left cannot be told from it.
const ESTIMATE_FROM_SHARE = 0.01;

export function showShare({ stream = process.stderr, nowMs = Date.now }: Omit<ProgressOptions, 'unit'>): ShareProgress {
  const startedMs = nowMs();
  const left = (share: number): string =>
    share < ESTIMATE_FROM_SHARE ? '' : `${spanText(((nowMs() - startedMs) / share) * (1 - share))} left`;
  if (!stream.isTTY) {
    const lines = linesOn(stream, 'percent', nowMs);
    return {
      update: (share, text) =>
        lines.update(Math.floor(share * 100), 100, [text, left(share)].filter(Boolean).join(', ')),
      stop: () => lines.stop(),
    };
  }
  const bar = new SingleBar({ stream, format: '  {bar} {percentage}%  {left}  {text}', barsize: 30, hideCursor: true });
  let started = false;
  return {
    update(share, text) {
      if (!started) bar.start(100, 0, { left: '', text });
      started = true;
      bar.update(Math.floor(share * 100), { left: left(share), text });
    },
    stop: () => bar.stop(),
  };
}

/** A span of time as a person says it: 40 s, 3 min. */
function spanText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function barOn(stream: NodeJS.WriteStream, unit: string): Progress {
  const bar = new SingleBar({
    stream,
    format: `  {bar} {percentage}%  {value} of {total} ${unit}  {text}`,
    barsize: 30,
    hideCursor: true,
    etaBuffer: 100,
  });
  let started = false;
  return {
    update(done, total, text = '') {
      if (!started) bar.start(total, done, { text });
      started = true;
      bar.setTotal(total);
      bar.update(done, { text });
    },
    stop: () => bar.stop(),
  };
}

function linesOn(stream: NodeJS.WriteStream, unit: string, nowMs: () => number): Progress {
  let lastAtMs = -Infinity;
  let waiting: string | undefined;
  return {
    update(done, total, text = '') {
      const line = `${done} of ${total} ${unit}${text && `  ${text}`}\n`;
      waiting = line;
      if (nowMs() - lastAtMs < LINE_EVERY_MS) return;
      lastAtMs = nowMs();
      waiting = undefined;
      stream.write(line);
    },
    stop() {
      if (waiting !== undefined) stream.write(waiting);
      waiting = undefined;
    },
  };
}
