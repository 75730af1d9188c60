/**
 * What is read at a time. Far above a batch, so that a recovery signs seldom; and of bytes, private parts counted, what the largest
 * bundle of the public log holds, 256 entries of 65,535 bytes each: 4,096 scans of 256 KiB would be a gigabyte.
 */
export const ENTRIES_AT_ONCE = { entriesMax: 4_096, bytesMax: 16 * 1024 * 1024 } as const;
