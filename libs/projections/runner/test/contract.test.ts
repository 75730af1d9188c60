import { projectionContract } from '../../../../test/kit/projections/contract.js';
import { watchedProjection } from '../../../../test/kit/projections/watched.js';
import { tellOfObjects } from '../../../../test/kit/projections/tell.js';

const NOTES = ['packed', 'unpacked', 'unpacked', 'forgotten', 'seen'];

// Rows that change, where the search has only rows that come.
describe('a projection whose rows change', () =>
  projectionContract({
    projection: watchedProjection,
    tell: (log, random) =>
      tellOfObjects(log, random, (one) => ({
        uris: Array.from(
          { length: 1 + one(3) },
          (_, at) => `https://id.gs1.org/01/09520000000004/21/${at * 5 + one(5)}`,
        ),
        claims: { note: NOTES[one(NOTES.length)]! },
      })),
  }));
