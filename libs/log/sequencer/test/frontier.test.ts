import { createHash } from 'node:crypto';
import { CompactRange } from '#libs/core/tlog';
import { appendToFrontier, EMPTY_FRONTIER, rootOfFrontier } from '../frontier.js';

it('keeps the same hashes and root as the compact range of libs/core/tlog at every size', () => {
  let frontier: Buffer = EMPTY_FRONTIER;
  const range = CompactRange.empty();
  expect(rootOfFrontier(frontier).equals(range.root())).toBe(true);
  for (let size = 0; size < 600; size++) {
    const leaf = createHash('sha256').update(String(size)).digest();
    frontier = appendToFrontier(frontier, size, leaf);
    range.append(leaf);
    expect(frontier.equals(Buffer.concat(range.hashes))).toBe(true);
    expect(rootOfFrontier(frontier).equals(range.root())).toBe(true);
  }
});
