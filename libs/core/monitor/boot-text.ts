import { keyText } from '#libs/core/entries';
import type { StatementSource } from '#libs/core/wire';

/** A boot as text: device key and boot in hexadecimal digits, parted by a space. */
export type BootText = string;

export const bootText = ({ device, boot }: Pick<StatementSource, 'device' | 'boot'>): BootText =>
  `${keyText(device)} ${keyText(boot)}`;

/** Enough of the keys to find it, short enough for a line. */
export const nameOf = (boot: BootText): string => {
  const [device, number] = boot.split(' ');
  return `boot ${number!.slice(0, 8)} of device ${device!.slice(0, 16)}`;
};

/**
 * Entries between what stands open and the entry that settles it, at most: both are logged in one commit, which has fewer; a
 * checkpoint may come between them only where a recovery published in pieces.
 */
export const TOLD_WITHIN_ENTRIES = 16_384;

/** Whether what shows at an entry should have been settled by now. @param sizes that are taken, and at the checkpoint before */
export const isOverdue = (
  logIndex: number,
  { size, seenAtSize }: { readonly size: number; readonly seenAtSize: number },
): boolean => logIndex + TOLD_WITHIN_ENTRIES <= size || (logIndex < seenAtSize && size > seenAtSize);
