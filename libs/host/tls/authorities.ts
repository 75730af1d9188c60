import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { StartError } from '#libs/host/service';

/**
 * Certificates of the authorities that a program trusts where it connects.
 * @param file PEM
 * @throws {StartError} naming the file and what is wrong with it
 */
export function readAuthorities(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = 'no reason given' } = cause as NodeJS.ErrnoException;
    throw new StartError(`${file} cannot be read (${code}).`, { cause });
  }
  // The one reads the first alone, the other passes over a file without any.
  const read = (): unknown => [new X509Certificate(text), createSecureContext({ ca: text })];
  try {
    read();
  } catch (cause) {
    throw new StartError(`${file} does not hold certificates in PEM.`, { cause });
  }
  return text;
}
