import { BOOT_AT, DEVICE_AT, KEY_ID_AT, type SignedStatement } from '#libs/core/wire';
import type { Statement } from './findings.js';

/** A statement as an entry quotes it. Of a scan views of its bytes. */
export function signedOf(statement: Statement): SignedStatement {
  if ('signed' in statement) return statement.signed;
  const { view, signature } = statement;
  const { bytes, counter, headerHash, previousAt } = view;
  return {
    device: bytes.subarray(DEVICE_AT, DEVICE_AT + 32),
    keyId: bytes.subarray(KEY_ID_AT, KEY_ID_AT + 8),
    boot: bytes.subarray(BOOT_AT, BOOT_AT + 16),
    counter,
    previous: bytes.subarray(previousAt, previousAt + 32),
    headerHash,
    signature,
  };
}
