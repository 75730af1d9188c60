const UNTRUSTED =
  'was not issued by an authority that is trusted here: name the file with the certificates of its authority';

/** What Node and OpenSSL call a certificate that is not believed, and what it means. */
const FAULTS: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'is not for the name or address under which it is asked',
  CERT_HAS_EXPIRED: 'has ended',
  CERT_NOT_YET_VALID: 'does not count yet: compare the clocks',
  CERT_REVOKED: 'was revoked',
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  INVALID_CA: UNTRUSTED,
  INVALID_PURPOSE: 'is not one of a server',
};

const CAUSES_MAX = 8;

/**
 * Why the certificate of a server was not believed, behind «the certificate of ...»; undefined where an error says nothing of the kind.
 * What an error was caused by is looked at as well.
 */
export function certificateFault(error: unknown): string | undefined {
  let one = error;
  for (let n = 0; n < CAUSES_MAX && typeof one === 'object' && one !== null; n++) {
    const { code, cause } = one as { code?: unknown; cause?: unknown };
    if (typeof code === 'string' && Object.hasOwn(FAULTS, code)) return FAULTS[code];
    one = cause;
  }
  return undefined;
}
