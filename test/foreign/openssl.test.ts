// Signatures of checkpoints, cosignatures and scans, verified with the openssl command by what docs/formats says, without code of ours.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { signerOfSeed } from '#libs/host/keys';
import { cosign, KeyType } from '#libs/core/tlog';
import { aSigner } from '../kit/tlog/ed25519.js';
import { TestDevice } from '../kit/ledger/device.js';
import { describeWithReal } from '../support/services.js';

const page = (name: string): string => readFileSync(new URL(`../../docs/formats/${name}`, import.meta.url), 'utf8');
const [logPage, scanPage] = [page('log.md'), page('scan.md')];
const block = (text: string, name: string): string =>
  new RegExp(`\`\`\`\\S+ ${name}\\n([\\s\\S]*?)\`\`\``, 'u').exec(text)![1]!;
const hexBlock = (name: string): Buffer =>
  Buffer.from(block(scanPage, name).replaceAll(/#.*/gu, '').replaceAll(/\s/gu, ''), 'hex');
/** The prefixes and commands stand in scan.md. */
const [ed25519Prefix, p256Prefix] = [/`(302a\w+)` \|\| public key/u, /`(3039\w+)` \|\| public key/u].map((form) =>
  Buffer.from(form.exec(scanPage)![1]!, 'hex'),
);
const commandOf = (algorithm: string): string[] =>
  new RegExp(`^ {4}openssl (.*?) +\\(${algorithm}\\)$`, 'mu').exec(scanPage)![1]!.split(/ +/u);

interface Check {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** A signature line of a note, parted as log.md says: what is behind the key id. */
function signatureIn(note: string, name: string): Buffer {
  const line = note.split('\n').find((one) => one.startsWith(`\u2014 ${name} `))!;
  return Buffer.from(line.split(' ')[2]!, 'base64').subarray(4);
}
/** type || public key, behind the second `+`. */
const publicKeyIn = (vkey: string): Buffer =>
  Buffer.from(/^[^+]*\+[^+]*\+(.*)$/u.exec(vkey)![1]!, 'base64').subarray(1);
const textIn = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);

/** DER of an INTEGER from 32 bytes, big-endian. */
function derInteger(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = Buffer.from(bytes.subarray(first));
  const body = digits[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits;
  return Buffer.concat([Buffer.of(2, body.length), body]);
}
function derSignature(signature: Uint8Array): Buffer {
  const body = Buffer.concat([derInteger(signature.subarray(0, 32)), derInteger(signature.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

describeWithReal('openssl', 'signatures, verified with OpenSSL', (openssl) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-openssl-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const verify = (words: readonly string[], files: Readonly<Record<string, Uint8Array>>): Promise<boolean> => {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return new Promise((resolve) => {
      execFile(openssl, words, { cwd: folder }, (error) => resolve(error === null));
    });
  };
  const isEd25519 = ({ publicKey, message, signature }: Check): Promise<boolean> =>
    verify(commandOf('Ed25519'), { key: Buffer.concat([ed25519Prefix!, publicKey]), message, signature });
  const isP256 = ({ publicKey, message, signature }: Check): Promise<boolean> =>
    verify(commandOf('P-256'), {
      key: Buffer.concat([p256Prefix!, publicKey]),
      message,
      signature: derSignature(signature),
    });
  /** Good as it is, and not with another message or signature. */
  async function expectGood(isGood: (check: Check) => Promise<boolean>, check: Check): Promise<void> {
    const [message, signature] = [check.message, check.signature].map((bytes) => Uint8Array.from(bytes));
    message![message!.length - 1]! ^= 1;
    signature![40]! ^= 1;
    const verdicts = [await isGood(check), await isGood({ ...check, message: message! })];
    expect([...verdicts, await isGood({ ...check, signature: signature! })]).toEqual([true, false, false]);
  }

  it('of a checkpoint: the example of log.md', async () => {
    const checkpoint = block(logPage, 'proof').split('\n\n').slice(1).join('\n\n');
    const [, vkey] = block(logPage, 'policy').split(/\s/u);
    await expectGood(isEd25519, {
      publicKey: publicKeyIn(vkey!),
      message: Buffer.from(textIn(checkpoint)),
      signature: signatureIn(checkpoint, 'example.org/cairn'),
    });
  });

  it('of a witness', async () => {
    const { vkey, vkeyText, sign } = aSigner('w1.example/witness', KeyType.cosignature);
    const text = 'example.org/cairn\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';
    const made = await cosign({ text, vkey, sign, timeSeconds: 1_800_000_000 });
    const time = Buffer.from(made.signature).readBigUInt64BE();
    await expectGood(isEd25519, {
      publicKey: publicKeyIn(vkeyText),
      message: Buffer.from(`cosignature/v1\ntime ${time}\n${text}`),
      signature: made.signature.subarray(8),
    });
  });

  it('of a scan by Ed25519: the example of scan.md', async () => {
    const payload = hexBlock('first scan');
    const at = payload.indexOf(Buffer.from('3a40', 'hex'));
    // The page names the seed, of which the public key follows; its key id stands in the scan.
    const { publicKey } = signerOfSeed(new Uint8Array(32).fill(3));
    const keyId = createHash('sha256')
      .update(Buffer.concat([Buffer.of(1), publicKey]))
      .digest();
    expect(hexBlock('statement of first scan').includes(keyId.subarray(0, 8))).toBe(true);
    await expectGood(isEd25519, {
      publicKey,
      message: hexBlock('statement of first scan'),
      signature: payload.subarray(at + 2, at + 66),
    });
  });

  it.each([
    ['Ed25519', SignatureAlgorithm.ED25519],
    ['P-256', SignatureAlgorithm.ECDSA_P256_SHA256],
  ])('of scans by %s, whose statements are joined as scan.md says', async (_name, algorithm) => {
    const device = new TestDevice('gate-1', undefined, algorithm);
    for (let round = 0; round < 8; round++) {
      const { device: key, keyId, boot, counter, previous, header, signature } = device.scan();
      const counterBytes = Buffer.alloc(8);
      counterBytes.writeBigUInt64BE(BigInt(counter));
      const digest = createHash('sha256').update(header).digest();
      const message = Buffer.concat([Buffer.from('cairn.scan.v1\0'), key, keyId, boot, counterBytes, previous, digest]);
      const { publicKey } = device.signer;
      await expectGood(algorithm === SignatureAlgorithm.ED25519 ? isEd25519 : isP256, {
        publicKey,
        message,
        signature,
      });
    }
  });
});
