import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a device shows of itself by TLS, in PEM. */
export interface ClientCertificate {
  /** The device's certificate, its id as the common name, then those that vouch for it. */
  readonly certificate: string;
  /** Its private key: not the one that signs scans. */
  readonly key: string;
}

export interface TlsMaterial {
  /** Authorities that vouch for the broker, in PEM. Default: `tls-authority.pem` in the device's folder, else those of the system. */
  readonly certificateAuthority?: string | undefined;
  /** Default: `tls-certificate.pem` and `tls-key.pem` in the device's folder, else none. */
  readonly clientCertificate?: ClientCertificate | undefined;
}

/** In the folder of a device, each of them only where it is needed. */
export const TLS_FILES = {
  authority: 'tls-authority.pem',
  certificate: 'tls-certificate.pem',
  key: 'tls-key.pem',
} as const;

/**
 * What counts at the next connection: files are read anew each time, so that a renewal needs no restart.
 * @throws Error with a message for people when one of a pair is missing, or a file cannot be read
 */
export function tlsMaterial(folder: string, given: TlsMaterial): TlsMaterial {
  return {
    certificateAuthority: given.certificateAuthority ?? textOf(folder, TLS_FILES.authority),
    clientCertificate: given.clientCertificate ?? pairOf(folder),
  };
}

function pairOf(folder: string): ClientCertificate | undefined {
  const [certificate, key] = [textOf(folder, TLS_FILES.certificate), textOf(folder, TLS_FILES.key)];
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined)
    throw new Error(`the folder of the device has only one of ${TLS_FILES.certificate} and ${TLS_FILES.key}`);
  return { certificate, key };
}

function textOf(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
