import { withoutUserinfo } from '#libs/host/addresses';
import { certificateFault } from './certificate-fault.js';
import type { Logger } from './logging.js';

export interface RunningApp {
  /** Finishes what is under way and lets go of everything. */
  stop(): Promise<void>;
}

/** A start that cannot succeed, with one sentence for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The failure of a start whose port belongs to somebody else. */
export const busyPort = (busy: {
  readonly port: number;
  /** What listens there, for people. */
  readonly what: string;
  /** Variable of the environment that gives another port. */
  readonly variable: string;
}): StartError =>
  new StartError(
    `port ${busy.port} (${busy.what}) is in use by another program. Stop it, or set ${busy.variable} to another port.`,
  );

// `cairn up` promises an end within 5 s of Ctrl-C; a second is left for the database.
const STOP_TIMEOUT_MS = 4_000;

/**
 * Runs one process of a node: starts it, tells a parent over IPC that it is ready, and stops it in order on SIGTERM,
 * SIGINT or when the parent is gone. A failed start is one clear sentence on standard error and exit code 1.
 */
export async function runApp(name: string, logger: Logger, start: () => Promise<RunningApp>): Promise<void> {
  let app: RunningApp | undefined;
  let stopping = false;
  const stop = async (why: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, `${name} stops`);
    const overdue = setTimeout(() => {
      logger.error(`${name} did not stop within ${STOP_TIMEOUT_MS} ms`);
      process.exit(1);
    }, STOP_TIMEOUT_MS);
    try {
      await app?.stop();
    } catch (error) {
      logger.error({ error }, `${name} failed while stopping`);
      process.exit(1);
    }
    clearTimeout(overdue);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  // A process whose supervisor was killed must not go on alone: the next start would meet it.
  if (process.send) process.on('disconnect', () => void stop('the parent process is gone'));

  try {
    app = await start();
    logger.info(`${name} is ready`);
    process.send?.({ ready: name });
  } catch (error) {
    reportFailedStart(name, error, logger);
    process.exit(1);
  }
}

/** pg's words. */
const NO_TLS = 'The server does not support SSL connections';

/** Prints why a start failed: one sentence; the stack only where the log level asks for it. */
export function reportFailedStart(name: string, error: unknown, logger?: Logger): void {
  console.error(`${name} cannot start: ${explainStartFailure(error)}`);
  logger?.debug({ err: error }, 'start failed');
}

/**
 * One sentence for the failures that an operator meets: busy port, full disk, folder that cannot be written, database away.
 * It holds no user and no password of an address.
 */
export const explainStartFailure = (error: unknown): string => withoutUserinfo(explanationOf(error));

function explanationOf(error: unknown): string {
  const { code, port, path, address, host, message } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
    host?: string;
  };
  // Of this error alone: one of ours that was caused by it says more.
  const fault = certificateFault({ code });
  if (fault !== undefined) return `the certificate of ${host ?? 'the server'} ${fault}.`;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port ?? '?'} is in use by another program. Stop it, or choose another port.`;
    case 'ENOSPC':
      return `the disk is full${path ? ` (writing ${path})` : ''}. Free some space and start again.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path ?? 'a file'} cannot be written by this user.`;
    case 'ECONNREFUSED':
      return `nothing answers at ${address ?? '?'}:${port ?? '?'}.`;
    default:
      if (message === NO_TLS) return 'the database does not speak TLS, and its address asks for it (sslmode).';
      return message || String(error);
  }
}
