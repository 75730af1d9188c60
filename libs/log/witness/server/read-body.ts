import type { IncomingMessage } from 'node:http';

export type ReadBody = { readonly kind: 'whole'; readonly bytes: Uint8Array } | { readonly kind: 'too-large' };

/**
 * Reads a request's body. One that is too large is read on into nothing, so that the client hears the answer.
 * @throws when the client goes away in the middle
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bytesMax) return void chunks.push(chunk);
      chunks.length = 0;
      resolve({ kind: 'too-large' });
    });
    request.once('end', () => resolve({ kind: 'whole', bytes: new Uint8Array(Buffer.concat(chunks)) }));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client went away')));
  });
}
