import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isAddressWithUserinfo } from '#libs/host/addresses';
import { dataPaths } from '#libs/host/service';
import { parsePolicy, parseVkey, type Policy, type PolicyWitness, TlogError, type Vkey } from '#libs/core/tlog';
import { UsageError } from '../run-command.js';

export interface WitnessCommandOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly name?: string;
  readonly log: readonly string[];
  readonly policy?: string;
  readonly urlPrefix: string;
  readonly publicUrl?: string;
}

/**
 * The keys of the logs to follow, those of --log and those of the log lines of a policy file; and the witnesses of that file.
 * @throws {UsageError} when there is no log, or one cannot be read
 */
export function followedBy({ log, policy }: Pick<WitnessCommandOptions, 'log' | 'policy'>): {
  readonly logs: readonly Vkey[];
  readonly witnesses: readonly PolicyWitness[];
} {
  const given = log.map((text) => readOr(() => parseVkey(text), `--log ${text}`));
  const pinned = policy === undefined ? { logs: [], witnesses: [] } : readPolicy(policy);
  if (given.length + pinned.logs.length === 0)
    throw new UsageError('no log to follow: give --log <vkey> or --policy <file>.');
  return { logs: [...given, ...pinned.logs.map(({ vkey }) => vkey)], witnesses: pinned.witnesses };
}

function readPolicy(path: string): Pick<Policy, 'logs' | 'witnesses'> {
  const text = (() => {
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw new UsageError(`--policy ${path} cannot be read: ${(cause as Error).message}`, { cause });
    }
  })();
  return readOr(() => parsePolicy(text.replace(/^\uFEFF/u, '')), `--policy ${path}`);
}

function readOr<T>(read: () => T, what: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    throw new UsageError(`${what} cannot be used: ${error.message}.`, { cause: error });
  }
}

/**
 * A witness beside the node's own files would be copied and set back with them, and then notices nothing.
 * @throws {UsageError} when the folder is, or lies in, the data folder of a node
 */
export function requireOutsideNodes(folder: string): void {
  for (let above = resolve(folder); ; above = dirname(above)) {
    if (existsSync(dataPaths(above).logOrigin) || existsSync(dataPaths(above).logKey)) {
      throw new UsageError(
        `${folder} lies in ${above}, the data folder of a node. Whoever copies or restores that folder would set the witness back with ` +
          'it, and nobody would notice. Choose a folder elsewhere, best on another machine.',
      );
    }
    if (above === dirname(above)) return;
  }
}

/** What a new witness is called where nobody says: unlike a port or an address it stays, so it is only for a first try. */
export const standardName = (folder: string): string | undefined =>
  existsSync(join(folder, 'vkey')) ? undefined : `${hostname().replace(/[^A-Za-z0-9.-]/gu, '-')}/witness`;

/** The path before /add-checkpoint, empty or as `/w1`. @throws {UsageError} */
export function pathPrefix(text: string): string {
  const prefix = text.replace(/\/+$/u, '');
  if (!/^(?:\/[A-Za-z0-9._~-]+)*$/u.test(prefix) || /\/\.{1,2}(?:\/|$)/u.test(prefix))
    throw new UsageError(`--url-prefix ${text} is no path such as /w1: letters, digits and . _ ~ - between slashes.`);
  if (['/health', '/metrics'].includes(`/${prefix.split('/')[1] ?? ''}`))
    throw new UsageError(`--url-prefix ${text} is taken: the witness shows its state at /health and /metrics.`);
  return prefix;
}

/** Where logs reach the witness. @throws {UsageError} */
export function publicUrl(options: { given?: string; host: string; port: number; prefix: string }): string {
  const { given, host, port, prefix } = options;
  if (given === undefined) {
    const reachable = host === '0.0.0.0' || host === '::' ? hostname() : host;
    return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}${prefix}`;
  }
  if (isAddressWithUserinfo(given))
    throw new UsageError('--public-url: expected no user and no password: everybody sees this address.');
  if (!/^https?:\/\/[^\s/]+(?:\/[^\s]*)?$/u.test(given))
    throw new UsageError(`--public-url ${given} is no http or https URL.`);
  return given.replace(/\/+$/u, '');
}
