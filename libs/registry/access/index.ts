/** Who may read: officers, and the tokens by which they are known. */
export { bearerToken } from './bearer.js';
export { OfficerError, type OfficerErrorCode } from './error.js';
export { FIRST_ROLE, isLive, type Officer, OFFICERS_MAX, ROLES } from './officer.js';
export { OfficerBook, type TokenHolder } from './officer-book.js';
export { type NewOfficer, OfficerRegister } from './officer-register.js';
export { type CustomsToken, ensureCustomsToken, parseOfficers } from './officers-file.js';
export { newToken } from './token.js';
