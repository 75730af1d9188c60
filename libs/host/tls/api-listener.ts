import { z } from 'zod';
import { certificateFiles } from './certificate-files.js';
import { demandTls } from './clear-text.js';
import { ServerCertificate } from './server-certificate.js';

/** How the public port of the api listens. The api reads it, and `cairn up`, which refuses before it starts anything. */
export const apiListenerEnvironment = {
  /** Address on which the api listens. Default: CAIRN_HOST. Anything but loopback opens it to the network. */
  CAIRN_API_HOST: z.string().min(1).optional(),
  /** PEM file: the certificate of the api, then those that vouch for it. One of another name makes every browser refuse the pages. */
  CAIRN_API_TLS_CERTIFICATE: z.string().min(1).optional(),
  /** PEM file: its private key, without a passphrase. Whoever reads it can pass for this node. */
  CAIRN_API_TLS_KEY: z.string().min(1).optional(),
  /** Lets the api listen beyond loopback without TLS. Then whoever is on the way reads officers' tokens and what they are shown. */
  CAIRN_API_CLEARTEXT: z.enum(['yes', 'no']).default('no'),
} satisfies z.ZodRawShape;

const shape = z.object(apiListenerEnvironment);
export type ApiListenerEnvironment = z.output<typeof shape> & { readonly CAIRN_HOST: string };

export const apiHost = ({
  CAIRN_API_HOST,
  CAIRN_HOST,
}: Pick<ApiListenerEnvironment, 'CAIRN_API_HOST' | 'CAIRN_HOST'>) => CAIRN_API_HOST ?? CAIRN_HOST;

const CERTIFICATE = 'CAIRN_API_TLS_CERTIFICATE';
const KEY = 'CAIRN_API_TLS_KEY';

/**
 * @returns the certificate with which the api listens; undefined: in clear text, on loopback or because that is meant.
 * @throws {ConfigurationError} when half of it is set; {StartError} when a file cannot be used, or clear text would leave this machine.
 */
export function apiCertificate(environment: ApiListenerEnvironment): ServerCertificate | undefined {
  const files = certificateFiles({
    certificate: { variable: CERTIFICATE, value: environment[CERTIFICATE] },
    key: { variable: KEY, value: environment[KEY] },
  });
  demandTls({
    what: 'The api (CAIRN_API_HOST)',
    host: apiHost(environment),
    secrets: 'the tokens of officers and what they are shown',
    hasTls: files !== undefined,
    isClearTextAllowed: environment.CAIRN_API_CLEARTEXT === 'yes',
    variables: { certificate: CERTIFICATE, key: KEY, clearText: 'CAIRN_API_CLEARTEXT' },
  });
  return files && ServerCertificate.load(files);
}
