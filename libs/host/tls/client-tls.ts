import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { StartError } from '#libs/host/service';
import { readSecret, readText } from './pem-files.js';

/** Paths of PEM files with which a program asks a server over TLS. */
export interface ClientTlsFiles {
  /** Certificates of the authorities that vouch for the server. Default: those that Node brings. */
  readonly authorities: string | undefined;
  /** The program's own certificate and private key: both or none. */
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/**
 * Reads them once: what is renewed counts from the next start.
 * @throws {StartError} naming the file and what is wrong with it
 */
export function clientTls({ authorities, certificate, key }: ClientTlsFiles): SecureContextOptions {
  const options: SecureContextOptions = {
    minVersion: 'TLSv1.2',
    ...(authorities !== undefined && { ca: certificateIn(authorities) }),
    ...(certificate !== undefined && { cert: certificateIn(certificate) }),
    ...(key !== undefined && { key: keyIn(key) }),
  };
  try {
    createSecureContext(options);
  } catch (cause) {
    throw new StartError(`the key in ${key} is not that of the certificate in ${certificate}.`, { cause });
  }
  return options;
}

function certificateIn(file: string): string {
  const text = readText(file);
  if (!isReadable(() => new X509Certificate(text))) throw new StartError(`${file} does not hold a certificate in PEM.`);
  return text;
}

function keyIn(file: string): string {
  const text = readSecret(file, 'a private key');
  if (!isReadable(() => createPrivateKey(text)))
    throw new StartError(`${file} does not hold a private key without a passphrase in PEM.`);
  return text;
}

/** What OpenSSL says of PEM that it cannot read helps nobody. */
function isReadable(read: () => unknown): boolean {
  try {
    return read() !== undefined;
  } catch {
    return false;
  }
}
