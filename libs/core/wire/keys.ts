import { sha256 } from '#libs/core/tlog';
import { concatBytes, utf8 } from './bytes.js';

const keyOf = (kind: string): ((name: string) => Uint8Array) => {
  const tag = utf8(`cairn.${kind}.v1\0`);
  return (name) => sha256(concatBytes(tag, utf8(name)));
};

/**
 * Keys of trails: SHA-256("cairn.<kind>.v1" 0x00 || name), 32 bytes. The name is hashed as it stands: whether it has its canonical
 * form is for the caller to see to (libs/core/gs1).
 *
 * @see docs/formats/scan.md, Keys of trails
 */
export const objectKey: (canonicalUri: string) => Uint8Array = keyOf('object');
/** @param id the device's name, which is its MQTT user name. */
export const deviceKey: (id: string) => Uint8Array = keyOf('device');
/** @param gln 13 digits. */
export const partyKey: (gln: string) => Uint8Array = keyOf('party');
/** @param name the log origin of the operator. */
export const operatorKey: (name: string) => Uint8Array = keyOf('operator');
