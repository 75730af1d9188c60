import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isLoopback } from '#libs/host/addresses';
import { ConfigurationError } from './configuration-error.js';

/** Parameters of an address that name files, in PEM. */
const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;

/**
 * A database beyond this machine is asked over TLS, and only as the one that its certificate names. Every other `sslmode` is refused:
 * what `require` and `prefer` mean depends on the program that reads them, and an attacker on the way can end TLS or hold out a
 * certificate of his own.
 *
 * @param address `postgres://...`
 * @param isClearTextAllowed whether the operator has said that clear text is meant
 * @throws {ConfigurationError} with one sentence that holds no user and no password
 */
export function demandDatabaseSecurity(address: string, isClearTextAllowed: boolean): void {
  const { hostname, searchParams } = new URL(address);
  // The last of several counts, and a host among the parameters before the one of the address: so it is with pg.
  const parameter = (name: string): string | undefined => searchParams.getAll(name).at(-1) || undefined;
  const host = parameter('host') ?? decodeURIComponent(hostname);
  const mode = parameter('sslmode');
  if (mode === 'verify-full') return demandFiles(parameter);
  // A path names a socket of this machine.
  if (isClearTextAllowed || isLoopback(host) || host.startsWith('/')) return;
  throw new ConfigurationError(
    `The database at ${host || 'a host that its address does not name'} would be asked ${mode === undefined ? 'without TLS' : `with sslmode=${mode.slice(0, 20)}`}, ` +
      'and whoever is on the way could read the password and change what it answers. ' +
      'Add sslmode=verify-full and sslrootcert=FILE (certificates of the authority, PEM) to CAIRN_DATABASE_URL. ' +
      'If clear text is meant, set CAIRN_DATABASE_CLEARTEXT=yes.',
  );
}

/** Files that cannot be used are named at the start, and not by the first connection. */
function demandFiles(parameter: (name: string) => string | undefined): void {
  for (const name of FILES) {
    const file = parameter(name);
    if (file !== undefined) demandPem(name, file);
  }
}

function demandPem(name: (typeof FILES)[number], file: string): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no reason given';
    throw new ConfigurationError(`CAIRN_DATABASE_URL: ${name}=${file} cannot be read (${code}).`, { cause: error });
  }
  if (name !== 'sslkey' && !isCertificate(text))
    throw new ConfigurationError(`CAIRN_DATABASE_URL: ${name}=${file} does not hold a certificate in PEM.`);
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined;
  } catch {
    return false;
  }
}
