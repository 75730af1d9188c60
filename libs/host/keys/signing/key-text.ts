import { createPrivateKey, type KeyObject } from 'node:crypto';
import { KeyFileError } from './key-file-error.js';
import { type Signer, signerOf } from './signer.js';

/**
 * The key in a text: PKCS#8 as PEM, or as base64 of its DER, which has no line ends to lose. PEM whose line ends were written as \n,
 * as files of variables have them, is read too.
 *
 * @param source where the text comes from, for the message: never the text.
 * @throws {KeyFileError} KEY_FILE_UNREADABLE.
 */
export function signerOfText(text: string, source: string): Signer {
  try {
    return signerOf(parse(text.trim()));
  } catch {
    // Without a cause: what a parser says of a secret may quote it.
    throw new KeyFileError(
      'KEY_FILE_UNREADABLE',
      `${source} holds no private key: PKCS#8 in PEM, or base64 of its DER`,
    );
  }
}

function parse(text: string): KeyObject {
  if (text.startsWith('-----')) return createPrivateKey(text.replaceAll('\\n', '\n'));
  return createPrivateKey({ key: Buffer.from(text.replace(/\s/gu, ''), 'base64'), format: 'der', type: 'pkcs8' });
}
