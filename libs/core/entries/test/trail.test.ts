import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { leafHash, treeRoot } from '#libs/core/tlog';
import { linkHash, Trail, TrailError } from '../trail.js';

const zero = new Uint8Array(32);
const key = new Uint8Array(32).fill(0x11);
const leafOf = (i: number): Uint8Array => new Uint8Array(createHash('sha256').update(`leaf ${i}`).digest());
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const aLink = (change: object = {}): Uint8Array =>
  linkHash({ trailKey: key, n: 1, logIndex: 7, previousLink: zero, leaf: leafOf(1), ...change });

function aTrail(entries: readonly number[]): { trail: Trail; links: Uint8Array[] } {
  const trail = Trail.empty(key);
  return { trail, links: entries.map((logIndex) => trail.append(logIndex, leafOf(logIndex)).link) };
}

describe('a link', () => {
  it('is the hash of tag, key, number, log index, previous link and leaf, written down independently', () => {
    const number = (value: bigint): Buffer => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(value);
      return bytes;
    };
    const logIndex = 2 ** 40 + 3;
    const expected = createHash('sha256')
      .update('cairn.trail.v1\0')
      .update(key)
      .update(number(513n))
      .update(number(BigInt(logIndex)))
      .update(leafOf(2))
      .update(leafOf(3))
      .digest('hex');
    expect(hex(linkHash({ trailKey: key, n: 513, logIndex, previousLink: leafOf(2), leaf: leafOf(3) }))).toBe(expected);
  });

  it('changes with each of its parts', () => {
    const parts = [
      {},
      { trailKey: leafOf(9) },
      { n: 2 },
      { logIndex: 8 },
      { previousLink: leafOf(9) },
      { leaf: leafOf(9) },
    ];
    expect(new Set(parts.map((change) => hex(aLink(change)))).size).toBe(parts.length);
  });

  it('refuses numbers that are not exact and hashes that have not 32 bytes', () => {
    for (const change of [{ n: 2 ** 53 }, { logIndex: -1 }, { logIndex: 1.5 }]) {
      expect(() => aLink(change)).toThrow(expect.objectContaining({ code: 'NUMBER_TOO_LARGE' }));
    }
    for (const change of [
      { trailKey: zero.slice(1) },
      { leaf: new Uint8Array(33) },
      { previousLink: new Uint8Array() },
    ]) {
      expect(() => aLink(change)).toThrow(expect.objectContaining({ code: 'HASH_LENGTH' }));
    }
  });
});

describe('a trail', () => {
  it('starts with 32 zero bytes and without entries', () => {
    const trail = Trail.empty(key);
    expect([trail.length, hex(trail.head), trail.frontier.length]).toEqual([0, hex(zero), 0]);
  });

  it('chains every link to the one before and counts from 1', () => {
    const trail = Trail.empty(key);
    const first = trail.append(4, leafOf(4));
    const second = trail.append(9, leafOf(9));
    expect([first.n, second.n, trail.length]).toEqual([1, 2, 2]);
    expect(hex(second.link)).toBe(hex(aLink({ n: 2, logIndex: 9, previousLink: first.link, leaf: leafOf(9) })));
    expect(hex(trail.head)).toBe(hex(second.link));
  });

  it('has the RFC 6962 root over its links as data', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), (length) => {
        const { trail, links } = aTrail(Array.from({ length }, (_, i) => 3 * i));
        expect(hex(trail.root())).toBe(hex(treeRoot(links.map((link) => leafHash(link)))));
      }),
    );
  });

  it('goes on from what was kept of it as if it had never been put away', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(20), (before, after) => {
        const { trail } = aTrail(Array.from({ length: before + after }, (_, i) => i));
        const { trail: kept } = aTrail(Array.from({ length: before }, (_, i) => i));
        const resumed = Trail.resume({ key, length: kept.length, head: kept.head, frontier: kept.frontier });
        for (let i = before; i < before + after; i++) resumed.append(i, leafOf(i));
        expect([resumed.length, hex(resumed.head), hex(resumed.root())]).toEqual([
          trail.length,
          hex(trail.head),
          hex(trail.root()),
        ]);
      }),
    );
  });

  it('does not change when a copy goes on', () => {
    const { trail } = aTrail([1, 2, 3]);
    const before = hex(trail.root());
    trail.clone().append(4, leafOf(4));
    expect([trail.length, hex(trail.root())]).toEqual([3, before]);
  });

  it('refuses a frontier that does not belong to its length', () => {
    expect(() => Trail.resume({ key, length: 3, head: leafOf(1), frontier: [leafOf(1)] })).toThrow(TrailError);
    expect(() => Trail.resume({ key, length: 1, head: leafOf(1), frontier: [zero.slice(2)] })).toThrow(TrailError);
  });
});
