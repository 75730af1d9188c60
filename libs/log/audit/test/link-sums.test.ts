import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { LinkSums } from '../link-sums.js';

const trail = (name: string): Buffer => createHash('sha256').update(name).digest();

describe('the sums of links', () => {
  it('are equal where entries and trails name the same, in whatever order', () => {
    const links = fc.array(fc.tuple(fc.nat(19), fc.string()), { maxLength: 50 });
    fc.assert(
      fc.property(links, (named) => {
        const sums = new LinkSums(20);
        for (const [logIndex, name] of named) sums.name(logIndex, trail(name));
        for (const [logIndex, name] of named.toReversed()) sums.hold(logIndex, trail(name));
        expect([...sums.unequal()]).toEqual([]);
      }),
    );
  });

  it('name the entry whose link is missing, of another trail, of another entry, or held twice', () => {
    const cases: [number, string][][] = [
      [],
      [[3, 'b']],
      [[4, 'a']],
      [
        [3, 'a'],
        [3, 'a'],
      ],
      [
        [3, 'a'],
        [3, 'a'],
        [3, 'a'],
      ],
    ];
    for (const held of cases) {
      const sums = new LinkSums(20);
      sums.name(3, trail('a'));
      for (const [logIndex, name] of held) sums.hold(logIndex, trail(name));
      expect([...sums.unequal()]).toContain(3);
    }
  });
});
