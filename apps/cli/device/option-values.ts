// What options of `cairn device` take. Each throws InvalidArgumentError, which commander shows beside the option.
import { InvalidArgumentError, Option } from 'commander';
import { PARTY_KIND_NAMES } from '#libs/core/wire';
import { durationMs } from '../duration.js';
import { momentMs } from '../moment.js';

/** Of an option that may be given again. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('a whole number is expected.');
  return Number(text);
}

export function moment(text: string): number {
  const value = momentMs(text);
  if (value === undefined)
    throw new InvalidArgumentError('a time with its offset is expected, as 2026-05-01T14:00:00+02:00.');
  return value;
}

export function duration(text: string): number {
  const value = durationMs(text);
  if (value === undefined) throw new InvalidArgumentError('a time as 90s, 30m, 1h or 7d is expected.');
  return value;
}

/** So many bytes in hex. */
export const bytes =
  (length: number) =>
  (text: string): Uint8Array => {
    if (!/^[0-9a-f]*$/iu.test(text) || text.length !== 2 * length)
      throw new InvalidArgumentError(`${length} bytes in hex are expected, ${2 * length} digits.`);
    return new Uint8Array(Buffer.from(text, 'hex'));
  };

export const algorithmOption = (): Option =>
  new Option('--algorithm <name>', 'of the new key').choices(['ed25519', 'p256']).default('ed25519');

export const partyKindOption = (): Option =>
  new Option('--party-kind <kind>', 'what it does, for everybody to see').choices(PARTY_KIND_NAMES);

/** The same word says what the device is, and for some what its keys are for. */
export const DEVICE_KIND_HELP =
  'what the device is: handheld, gate, logger ...; a gateway signs scans for others, a system or a desk none at all';
