/** The operator's events all go into this one, so that a party stands before its devices. */
export const OPERATOR_PARTITION = 0;

/**
 * The partition of everything that is of one device, in any stream: so it keeps its order.
 *
 * @param device key, 32 bytes
 * @param partitions of the stream
 */
export const partitionOf = (device: Uint8Array, partitions: number): number => device[0]! % partitions;
