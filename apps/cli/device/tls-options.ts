import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { TlsMaterial } from '#libs/sdk/device';
import { brokerAuthorities } from '../brokers.js';
import type { NodeEnvironment } from '../node-environment.js';
import { UsageError } from '../run-command.js';

export interface TlsOptions {
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
}

/** For commands that connect as a device. */
export const addTlsOptions = (command: Command): Command =>
  command
    .option(
      '--tls-certificate <file>',
      'PEM: client certificate of the device (default: tls-certificate.pem in its folder)',
    )
    .option('--tls-key <file>', 'PEM: private key of that certificate (default: tls-key.pem in its folder)');

/** @throws {UsageError} for one of the options without the other; {StartError} for a file that cannot be used */
export function tlsOf({ tlsCertificate, tlsKey }: TlsOptions, environment: NodeEnvironment): TlsMaterial {
  const certificateAuthority = brokerAuthorities(environment);
  if (tlsCertificate === undefined && tlsKey === undefined) return { certificateAuthority };
  if (tlsCertificate === undefined || tlsKey === undefined)
    throw new UsageError('--tls-certificate and --tls-key are given together.');
  const clientCertificate = { certificate: readFileSync(tlsCertificate, 'utf8'), key: readFileSync(tlsKey, 'utf8') };
  return { certificateAuthority, clientCertificate };
}
