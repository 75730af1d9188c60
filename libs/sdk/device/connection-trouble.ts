/** Return codes of MQTT 3.1.1, section 3.2.2.3. */
const CONNACK_UNAVAILABLE = 3;
const CONNACK_BAD_LOGIN = 4;
const CONNACK_NOT_AUTHORISED = 5;

const BAD_LOGIN = 'the broker refused user name or password';
const NOT_AUTHORISED = 'the broker does not let this device in';
const UNKNOWN_AUTHORITY =
  'the certificate of the broker comes from an authority that this device does not know: give it the authority, or see who answers there';
const CERTIFICATE_REFUSED = 'the broker does not accept the client certificate of this device';

/** Codes of the operating system, of OpenSSL's check of a certificate, and of the alerts of TLS (RFC 8446, 6.2). */
const SENTENCES: Readonly<Record<string | number, string>> = {
  [CONNACK_UNAVAILABLE]: `the broker lets nobody in at the moment, or this device connects too often (CONNACK ${CONNACK_UNAVAILABLE})`,
  [CONNACK_BAD_LOGIN]: `${BAD_LOGIN} (CONNACK ${CONNACK_BAD_LOGIN})`,
  [CONNACK_NOT_AUTHORISED]: `${NOT_AUTHORISED}: not authorised (CONNACK ${CONNACK_NOT_AUTHORISED}), by its name, its password, its client certificate or a rule of the broker`,
  ECONNREFUSED: 'nothing listens at the address of the broker',
  ENOTFOUND: 'the host name of the broker is not known',
  EAI_AGAIN: 'the host name of the broker cannot be looked up at the moment',
  CERT_HAS_EXPIRED: 'the certificate of the broker has expired, or the clock of this device is wrong',
  CERT_NOT_YET_VALID: 'the certificate of the broker is not valid yet, or the clock of this device is wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the broker is for another host name than that of its address',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: UNKNOWN_AUTHORITY,
  ERR_SSL_WRONG_VERSION_NUMBER: 'what answers at the port of the broker does not speak TLS',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the broker wants a client certificate, and this device has none',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'the broker broke the TLS handshake off: it may want a client certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: CERTIFICATE_REFUSED,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: CERTIFICATE_REFUSED,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: CERTIFICATE_REFUSED,
};

/** In Node's words: the other end went away in the handshake. */
const BEFORE_TLS = /before secure TLS connection was established/u;

/** One sentence for people that says why a device cannot connect. */
export function connectionTrouble(error: unknown): string {
  const { code, message } = error as { code?: number | string; message?: string };
  const sentence = code === undefined ? undefined : SENTENCES[code];
  if (sentence !== undefined) return sentence;
  if (message !== undefined && BEFORE_TLS.test(message))
    return 'the broker closed the connection in the TLS handshake: does it speak TLS at this port?';
  if (String(code).startsWith('ERR_OSSL'))
    return `the authority, certificate or key that this device has for TLS cannot be used (${code})`;
  return message || String(code ?? error);
}

/** Whether the broker did not take the login: by another password it might. */
export function isLoginRefused(error: unknown): boolean {
  const { code } = error as { code?: number | string };
  return code === CONNACK_BAD_LOGIN || code === CONNACK_NOT_AUTHORISED;
}

/** Whether a sentence of `connectionTrouble` says that. */
export const isAboutLogin = (reason: string): boolean =>
  [BAD_LOGIN, NOT_AUTHORISED].some((text) => reason.startsWith(text));
