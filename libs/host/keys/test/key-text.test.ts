import { inspect } from 'node:util';
import { generateKey, signerOf, signerOfText } from '#libs/host/keys';

describe.each([1, 2] as const)('a key of algorithm %i in a text', (algorithm) => {
  const key = generateKey(algorithm);
  const { publicKey } = signerOf(key);
  const pem = key.export({ format: 'pem', type: 'pkcs8' }) as string;
  const base64 = key.export({ format: 'der', type: 'pkcs8' }).toString('base64');

  it.each([
    ['PEM', pem],
    ['PEM with white space around it', `\n  ${pem} \n`],
    ['PEM whose line ends are written out', pem.replaceAll('\n', '\\n')],
    ['base64 of DER', base64],
    ['base64 of DER on several lines', base64.replace(/.{20}/gu, '$&\n')],
  ])('is read: %s', (_form, text) => expect(signerOfText(text, 'CAIRN_LOG_KEY').publicKey).toEqual(publicKey));

  it.each([
    ['nothing', ''],
    ['cut PEM', pem.slice(0, 70)],
    ['cut base64', base64.slice(0, 40)],
    ['the raw key as hex', Buffer.from(publicKey).toString('hex')],
  ])('is refused without a word of it: %s', (_form, text) => {
    let said: unknown;
    try {
      signerOfText(text, 'CAIRN_LOG_KEY');
    } catch (error) {
      said = error;
    }
    expect(said).toMatchObject({
      code: 'KEY_FILE_UNREADABLE',
      message: expect.stringMatching(/^CAIRN_LOG_KEY holds no/u),
    });
    if (text !== '') expect(inspect(said, { depth: 9 })).not.toContain(text.slice(0, 30));
  });
});
