import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, in PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

export interface Wanted {
  /** Subject: for a client its device id. */
  readonly name: string;
  /** Further common names in the subject, as no authority should write them. */
  readonly moreNames?: readonly string[];
  /** Host names and addresses that a server is called by. */
  readonly hosts?: readonly string[];
  /** Default: from an hour ago for one day. */
  readonly validFromTimeMs?: number;
  readonly validUntilTimeMs?: number;
}

/** Issues certificates to servers and clients of a test. */
export interface Authority {
  /** Its own certificate, in PEM: what whoever trusts it is given. */
  readonly certificate: string;
  issue(wanted: Wanted): Promise<Certified>;
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR_MS = 3_600_000;

x509.cryptoProvider.set(webcrypto as Crypto);

const makeKeys = (): Promise<CryptoKeyPair> =>
  webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;

/** The name in a certificate: what means something in it (RFC 4514 2.4) is written with a backslash. */
const subject = (...names: string[]): string =>
  names.map((name) => `CN=${name.replaceAll(/[,+"\\<>;=#]|^ | $/gu, String.raw`\$&`)}`).join(', ');

/** An authority of a test's own, which nobody else trusts. */
export async function makeAuthority(name = 'Authority of a test'): Promise<Authority> {
  const keys = await makeKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    name: subject(name),
    keys,
    signingAlgorithm: CURVE,
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + 24 * HOUR_MS),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    certificate: own.toString('pem'),
    issue: async (wanted) => issue(own, keys.privateKey, wanted),
  };
}

async function issue(authority: x509.X509Certificate, signingKey: CryptoKey, wanted: Wanted): Promise<Certified> {
  const {
    name,
    moreNames = [],
    hosts = [],
    validFromTimeMs = Date.now() - HOUR_MS,
    validUntilTimeMs = Date.now() + 24 * HOUR_MS,
  } = wanted;
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subject(name, ...moreNames),
    issuer: authority.subject,
    notBefore: new Date(validFromTimeMs),
    notAfter: new Date(validUntilTimeMs),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: CURVE,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      ...(hosts.length === 0
        ? []
        : [
            new x509.SubjectAlternativeNameExtension(
              hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host })),
            ),
          ]),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}
