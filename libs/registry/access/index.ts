/** Who may read: officers, and the tokens by which they are known. */
export { bearerToken } from './bearer.js';
export {
  createOfficer,
  ensureCustomsToken,
  newToken,
  OfficerBook,
  OfficerError,
  parseOfficers,
  type CustomsToken,
  type Officer,
  type OfficerErrorCode,
} from './officers.js';
