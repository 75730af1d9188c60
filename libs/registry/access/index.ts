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
