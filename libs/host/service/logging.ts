import type { LoggerService } from '@nestjs/common';
import { withoutUserinfo } from '#libs/host/addresses';
import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The process, as it stands in each line: ingest, anchor, api. */
  readonly name: string;
  readonly level: string;
}

/** One JSON line for each message on standard error, so that standard output stays for what a command prints. */
export function createLogger({ name, level }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      redact: ['password', 'token', '*.password', '*.token', 'authorization'],
      // The line as it is written: an address may stand in a message, a stack, or deep in an error of somebody else.
      hooks: { streamWrite: withoutUserinfo },
    },
    pino.destination(2),
  );
}

/** Name under which Nest writes what ended the making of an application. */
const START_FAILURE = 'ExceptionHandler';

/** Lets Nest write its own messages through pino. */
export class NestPinoLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.logger.debug({ context: context.at(-1) }, String(message));
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.logger.warn({ context: context.at(-1) }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    // Nest writes down why a start failed and throws it as well: `runApp` says it, in one sentence.
    if (context.at(-1) === START_FAILURE) return this.logger.debug({ context }, String(message));
    this.logger.error({ context }, String(message));
  }

  debug(message: unknown, ...context: unknown[]): void {
    this.logger.debug({ context: context.at(-1) }, String(message));
  }

  verbose(message: unknown, ...context: unknown[]): void {
    this.logger.trace({ context: context.at(-1) }, String(message));
  }

  fatal(message: unknown, ...context: unknown[]): void {
    this.logger.fatal({ context }, String(message));
  }
}
