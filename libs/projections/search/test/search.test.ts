import { projectionContract } from '../../../../test/kit/projections/contract.js';
import { tellOfObjects } from '../../../../test/kit/projections/tell.js';
import { searchProjection } from '../projection.js';

// A few lots and units that share numbers of papers, with and without claims.
describe('the search', () =>
  projectionContract({
    projection: searchProjection,
    tell: (log, random) =>
      tellOfObjects(log, random, (one) => ({
        uris: [
          `https://id.gs1.org/01/09520000000004/10/LOT-${one(5)}`,
          `https://id.gs1.org/01/09520000000004/21/${one(12)}`,
        ].slice(one(2)),
        claims: {
          ...(random() < 0.6 && { 'bizTransaction.po': `urn:epcglobal:cbv:bt:9520000000004:PO-${one(4)}` }),
          ...(random() < 0.3 && { sealNumber: `ß seal ${one(3)}` }),
          ...(random() < 0.3 && { note: 'nothing that is looked for' }),
        },
      })),
  }));
