import { origin } from './entry-tables.js';
import { anyBytes, bytes, message, required } from './rules.js';
import { signature } from './scan-tables.js';

// Strict tables of proto/cairn/v1/password.proto.

export const PASSWORD_CHANGE_BODY = message('PasswordChangeBody', [
  origin,
  bytes('device', 32, required),
  bytes('before', 32, required),
  bytes('after', 32, required),
]);
export const PASSWORD_CHANGE = message('PasswordChange', [
  anyBytes('body', required),
  bytes('signerKeyId', 8, required),
  signature,
]);
