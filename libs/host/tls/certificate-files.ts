import { ConfigurationError } from '#libs/host/service';
import type { CertificateFiles } from './server-certificate.js';

/** A setting as the environment has it. */
interface Setting {
  readonly variable: string;
  readonly value: string | undefined;
}

export interface CertificateVariables {
  readonly certificate: Setting;
  readonly key: Setting;
  readonly clientAuthorities?: Setting;
}

/**
 * @returns undefined where none is set: the program listens without TLS.
 * @throws {ConfigurationError} when only some of what belongs together is set.
 */
export function certificateFiles({
  certificate,
  key,
  clientAuthorities,
}: CertificateVariables): CertificateFiles | undefined {
  if (certificate.value !== undefined && key.value !== undefined) {
    const authorities = clientAuthorities?.value;
    return {
      certificate: certificate.value,
      key: key.value,
      ...(authorities !== undefined && { clientAuthorities: authorities }),
    };
  }
  const given = [certificate, key, clientAuthorities].find((setting) => setting?.value !== undefined);
  if (given === undefined) return undefined;
  throw new ConfigurationError(
    `${given.variable} is set: TLS needs ${certificate.variable} (the certificate and those that vouch for it) and ${key.variable} (its private key), both PEM files.`,
  );
}
