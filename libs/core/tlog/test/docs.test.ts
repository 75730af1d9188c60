import { readFileSync } from 'node:fs';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import {
  formatCheckpointBody,
  formatNote,
  formatTlogProof,
  formatVkey,
  noteKeyIdOf,
  KeyType,
  leafHash,
  parsePolicy,
  treeRoot,
  verifyTlogProof,
} from '../index.js';
import { verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';

const page = readFileSync(new URL('../../../../docs/formats/log.md', import.meta.url), 'utf8');
const block = (name: string): string => new RegExp(`\`\`\`text ${name}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;

describe('docs/formats/log.md', () => {
  const ORIGIN = 'example.org/cairn';
  const entries = ['one', 'two'].map((text) => new TextEncoder().encode(text));
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 5)]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12));

  it('has the example that follows from its seed', () => {
    const text = formatCheckpointBody({ origin: ORIGIN, size: 2, root: treeRoot(entries.map(leafHash)) });
    const signature = new Uint8Array(sign(null, Buffer.from(text), key));
    const keyId = noteKeyIdOf(ORIGIN, KeyType.ed25519, publicKey);
    const checkpoint = formatNote(text, [{ name: ORIGIN, keyId, signature }]);
    expect(block('policy')).toBe(
      `log ${formatVkey({ name: ORIGIN, type: KeyType.ed25519, publicKey })}\nquorum none\n`,
    );
    expect(block('proof')).toBe(formatTlogProof({ index: 1, path: [leafHash(entries[0]!)], checkpoint }));
  });
  it('has a proof that its policy accepts', async () => {
    const policy = parsePolicy(block('policy'));
    const accepted = await verifyTlogProof({
      proof: block('proof'),
      entry: entries[1]!,
      policy,
      verify: verifyEd25519,
    });
    expect(accepted).toMatchObject({ index: 1, size: 2, origin: ORIGIN });
  });
});
