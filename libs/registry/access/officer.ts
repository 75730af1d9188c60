/** Someone who may ask on the customs tier. The token itself is known to nobody but its holder. */
export interface Officer {
  /** As it stands in every look-up: 1 to 64 letters, digits, `.`, `_`, `@`, `-`. */
  readonly name: string;
  /** SHA-256 of the token's UTF-8 text, 32 bytes. */
  readonly tokenHash: Uint8Array;
  /** Names of {@link ROLES}, or of roles that a later version gave; at least one. */
  readonly roles: readonly string[];
  /** When the token was made; undefined for a line of before this was kept. */
  readonly madeMs: number | undefined;
  /** From this time on the token is refused; undefined for never. */
  readonly expiresMs: number | undefined;
  /** When the token was ended; undefined while it is not. */
  readonly endedMs: number | undefined;
}

/** Roles that can be given. They are kept with the officer; what each may do is not told apart yet. */
export const ROLES = ['officer', 'lead', 'auditor'] as const;

/** Of a line without roles: what every token could do before there were any. */
export const FIRST_ROLE = 'officer';

/** Each question with a token is compared with all lines: about 1 ms at this number. */
export const OFFICERS_MAX = 2_000;

const NAME = /^[\w.@-]{1,64}$/u;
// As wide as later roles need, so that an older api beside a newer one does not lock out everybody.
const ROLE = /^[a-z][a-z0-9-]{0,31}(?::[0-9]{1,32})?$/u;

export const isOfficerName = (text: string): boolean => NAME.test(text);
export const isRoleName = (text: string): boolean => ROLE.test(text);

/** Whether its token opens anything at this time. */
export const isLive = ({ expiresMs, endedMs }: Officer, nowMs: number): boolean =>
  endedMs === undefined && (expiresMs === undefined || nowMs < expiresMs);
