import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonicalUri } from '../index.js';

const page = readFileSync(new URL('../../../../docs/formats/object-keys.md', import.meta.url), 'utf8');
const EXAMPLE = /^\| `([^`]+)` \| `([^`]+)` \| `([0-9a-f]{64})` \|$/gm;

describe('docs/formats/object-keys.md', () => {
  const examples = [...page.matchAll(EXAMPLE)].map(([, input, canonical, key]) => [input!, canonical!, key!] as const);
  it('has examples', () => expect(examples.length).toBeGreaterThanOrEqual(6));
  it.each(examples)('is right about %s', (input, canonical, key) => {
    expect(canonicalUri(input)).toBe(canonical);
    expect(createHash('sha256').update(`cairn.object.v1\0${canonical}`).digest('hex')).toBe(key);
  });
});
