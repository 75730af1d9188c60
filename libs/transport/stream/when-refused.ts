import type { ScanStream, StreamName } from './scan-stream.js';
import { StreamError } from './stream-error.js';

/**
 * Asks once for a stream, so that a start ends where no waiting helps: a wrong password, a certificate that is not believed, a right that
 * is missing. An outage is waited for by whoever needs the stream.
 *
 * @returns never. @throws {StreamError} REFUSED
 */
export async function whenRefused(stream: ScanStream, name: StreamName): Promise<never> {
  try {
    await stream.partitions(name);
  } catch (error) {
    if (isRefused(error)) throw error;
  }
  return new Promise<never>(() => {});
}

export const isRefused = (error: unknown): boolean => error instanceof StreamError && error.code === 'REFUSED';
