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
