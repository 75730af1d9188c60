// Anchors as processes of their own, from dist/ (npm ci or npm run build makes it), killed before and after each effect.
import { join } from 'node:path';
import { inSpiteOfShortLease } from '../../../test/faults/effects/short-lease.js';
import { signedSizes, withJournal } from '../../../test/faults/effects/signing-journal.js';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { expectAgreement, expectPromisesKept } from './support/agreement.js';
import { AnchorProcess } from './support/anchor-process.js';
import { effectCases } from './support/fault-cases.js';
import { tableOf } from '../../../test/support/fault-table.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';
import { TestWitness } from '../../../test/kit/witness/test-witness.js';

describe('a kill -9', () => {
  const struck: string[] = [];
  let witness: TestWitness;
  let node: TestNode;
  let device: TestDevice;
  let journal: string;
  let next: AnchorProcess;
  beforeAll(async () => {
    witness = await TestWitness.start('north');
    // Nobody gives a dead one's lease back: a short one keeps the wait short.
    const variables = { CAIRN_ANCHOR_LEASE_MS: '1500', CAIRN_ANCHOR_RENEW_MS: '250' };
    node = await TestNode.createWitnessed([witness], 1, variables);
    journal = join(node.folder, 'signed');
    next = new AnchorProcess();
    const anchor = await inSpiteOfShortLease(() => node.start({ withKeys: withJournal(journal) }));
    device = new TestDevice('killed');
    await node.enrol(device);
    const scans = device.scans(250); // the next ones fill a tile
    await node.send(...scans);
    await node.receiptsFor(...scans);
    await node.stop(anchor);
  });
  afterAll(async () => {
    await next.kill();
    await node.drop();
    await witness.stop();
  });

  it.each(effectCases)('%s "%s" loses nothing, doubles nothing and contradicts nothing', async (moment, effect) => {
    const victim = next;
    next = new AnchorProcess();
    await victim.order({ kind: 'start', variables: node.allVariables, journal });
    await node.atRest();
    await victim.order({ kind: 'arm', armed: { effect, moment } });
    const scans = device.scans(8);
    await node.send(...scans);
    expect(await victim.ended).toBe('SIGKILL');
    await expectPromisesKept(node); // as it lies there, before anybody mends anything
    const anchor = await inSpiteOfShortLease(() => node.start({ withKeys: withJournal(journal) }));
    const indexes = await node.receiptsFor(...scans);
    expect(new Set(indexes).size).toBe(scans.length);
    await expectAgreement(node, device, [...signedSizes(journal), ...witness.seen]);
    await node.stop(anchor);
    struck.push(`${moment} ${effect}`);
  });

  it('each case of docs/ARCHITECTURE.md has struck', () =>
    expect(struck.toSorted()).toEqual(tableOf().effects('kill -9')));
});
