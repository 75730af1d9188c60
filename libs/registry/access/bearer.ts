const BEARER = /^Bearer (?<token>[\w.~+/-]{1,512}=*)$/iu;

/**
 * The token of an Authorization header.
 *
 * @returns undefined for a header of another scheme or form: whoever sent it meant to be somebody, and is nobody.
 * @see RFC 6750, section 2.1
 */
export const bearerToken = (authorization: string): string | undefined => BEARER.exec(authorization)?.groups?.['token'];
