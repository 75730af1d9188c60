import { sha256 } from '#libs/core/tlog';
import { concatBytes, utf8 } from './bytes.js';

const keyOfBytes = (kind: string): ((name: Uint8Array) => Uint8Array) => {
  const tag = utf8(`cairn.${kind}.v1\0`);
  return (name) => sha256(concatBytes(tag, name));
};
const keyOf = (kind: string): ((name: string) => Uint8Array) => {
  const key = keyOfBytes(kind);
  return (name) => key(utf8(name));
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
/** @param name the 13 digits of its GLN; of a party without one its canonical URI. */
export const partyKey: (name: string) => Uint8Array = keyOf('party');
/** @param name the log origin of the operator. */
export const operatorKey: (name: string) => Uint8Array = keyOf('operator');
/** Trail of what is said about who owns codes. @param digits the first 4 to 14 digits of those codes. */
export const codesKey: (digits: string) => Uint8Array = keyOf('codes');
/** Trail of what a party grants. @param party its key. */
export const grantsKey: (party: Uint8Array) => Uint8Array = keyOfBytes('grants');
/** Trail of what was refused of a device. @param device its key. */
export const refusalsKey: (device: Uint8Array) => Uint8Array = keyOfBytes('refusals');
/** Trail of a document that was captured. @param capture the 16 bytes of its id. */
export const captureKey: (capture: Uint8Array) => Uint8Array = keyOfBytes('capture');
