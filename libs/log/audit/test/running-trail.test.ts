import { createHash } from 'node:crypto';
import { EMPTY_FRONTIER } from '../../sequencer/frontier.js';
import { advance, type TrailHead } from '../../sequencer/trail-heads.js';
import { RunningTrail } from '../running-trail.js';

const hash = (name: string): Buffer => createHash('sha256').update(name).digest();

describe('the trail that the check goes through', () => {
  it('has the links and frontiers of the sequencer, trail after trail', () => {
    const leaves = Buffer.concat(Array.from({ length: 300 }, (_, logIndex) => hash(`leaf ${logIndex}`)));
    const running = new RunningTrail();
    for (const name of ['one', 'other']) {
      const key = hash(name);
      const head: TrailHead = { n: 0, link: Buffer.alloc(32), frontier: EMPTY_FRONTIER };
      running.begin(key);
      for (let logIndex = 0; logIndex < 300; logIndex += 1 + (logIndex % 2)) {
        advance(head, key, logIndex, leaves.subarray(logIndex * 32, logIndex * 32 + 32));
        running.advance(logIndex, leaves);
        expect(running.n).toBe(head.n);
        expect(running.link.equals(head.link)).toBe(true);
        expect(running.hasFrontier(head.frontier)).toBe(true);
        expect(running.hasFrontier(head.frontier.subarray(32))).toBe(false);
      }
    }
  });
});
