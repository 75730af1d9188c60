import { EventKind } from '#libs/core/wire';
import { Action } from '../../../libs/core/wire/index.js';
import { version1EvidenceOf } from '../../../test/kit/core/evidence.js';
import { Fleet, ITEM, type TestDevice } from '../../../test/kit/core/fleet.js';
import { quoted, type Signed } from '../../../test/kit/core/statements.js';
import type { Case } from '../../../test/kit/python.js';

const CASE = 'https://example.org/case';
const PALLET = 'https://example.org/pallet';
const OTHER = 'https://example.org/other';

type Tell = (maker: TestDevice, stranger: TestDevice, fleet: Fleet) => void;

/** One story for each rule of docs/formats/trail.md and claims.md that random logs seldom come to. */
const STORIES: Record<string, Tell> = {
  'a late scan by the custodian': (maker) => {
    const late = maker.sign();
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.deliver(late);
    maker.scan({ parent: CASE, children: [], action: Action.DELETE });
  },
  'a late packing, after which the span is open': (maker) => {
    const late = maker.sign({ parent: CASE, children: [ITEM] });
    maker.scan();
    maker.deliver(late);
  },
  'a late scan of the unit by the custodian': (maker) => {
    const late = maker.sign({ subjects: [CASE] });
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.deliver(late);
  },
  'a late scan of the unit by a stranger': (maker, stranger) => {
    const late = stranger.sign({ subjects: [CASE] });
    stranger.scan({ subjects: [OTHER] });
    maker.scan({ parent: CASE, children: [ITEM] });
    stranger.deliver(late);
  },
  'a cycle, after which nothing was seen alone': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ parent: ITEM, children: [CASE] });
    maker.scan({ subjects: [PALLET] });
  },
  'a cycle of two units at once': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ parent: ITEM, children: [CASE, PALLET] });
  },
  'packed elsewhere': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ parent: OTHER, children: [ITEM] });
  },
  'handed over with others out of a unit': (maker, stranger) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: CASE, children: [OTHER], action: Action.DELETE, to: stranger.party });
    stranger.scan({ subjects: [CASE] });
  },
  'one party opens the pallet, the next the case': (maker, stranger) => {
    maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
    maker.scan({ bizStep: 'packing', parent: PALLET, children: [CASE] });
    maker.scan({ bizStep: 'unpacking', parent: PALLET, action: Action.DELETE, to: stranger.party });
    stranger.scan({ bizStep: 'unpacking', parent: CASE, children: [OTHER], action: Action.DELETE });
    stranger.scan({ bizStep: 'unpacking', parent: CASE, action: Action.DELETE });
  },
  'two parties open the same case': (maker, stranger) => {
    maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
    maker.scan({ bizStep: 'unpacking', parent: CASE, children: [OTHER], action: Action.DELETE, to: stranger.party });
    stranger.scan({ bizStep: 'unpacking', parent: CASE, children: [OTHER], action: Action.DELETE });
  },
  'two parties unpack the item, one of them out of a case': (maker, stranger) => {
    maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
    maker.scan({ bizStep: 'unpacking', to: stranger.party });
    stranger.scan({ bizStep: 'unpacking', parent: CASE, children: [ITEM], action: Action.DELETE });
    stranger.scan({ bizStep: 'unpacking' });
  },
  'opened by two parties, closed without a business step': (maker, stranger) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ bizStep: 'unloading', parent: PALLET, action: Action.DELETE, to: stranger.party });
    stranger.scan({ bizStep: 'unpacking', parent: CASE, action: Action.DELETE });
  },
  'seen alone, and then taken out': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan();
    maker.scan({ parent: CASE, children: [ITEM], action: Action.DELETE });
  },
  'seen alone, and then taken out of another': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan();
    maker.scan({ parent: OTHER, children: [ITEM], action: Action.DELETE });
  },
  'taken out of a unit that its case was seen without': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ subjects: [CASE] });
    maker.scan({ parent: CASE, children: [ITEM], action: Action.DELETE });
    maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
  },
  'taken out twice': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    for (let times = 0; times < 2; times++) maker.scan({ parent: CASE, children: [ITEM], action: Action.DELETE });
  },
  'taken straight out of the outer unit': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
  },
  'a case that was on a pallet before the item was in it': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE], action: Action.DELETE });
  },
  'a case that was on another pallet': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ parent: OTHER, children: [CASE], action: Action.DELETE });
  },
  'a case that was on a pallet, emptied and filled again': (maker) => {
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [CASE] });
    maker.scan({ parent: CASE, children: [ITEM], action: Action.DELETE });
    maker.scan({ parent: CASE, children: [ITEM] });
    maker.scan({ parent: OTHER, children: [CASE], action: Action.DELETE });
  },
  'handed over and taken back': (maker, stranger) => {
    maker.scan({ to: stranger.party });
    maker.scan({ to: maker.party });
    stranger.scan();
  },
  'handed over twice': (maker, stranger, fleet) => {
    maker.scan({ to: stranger.party });
    maker.scan({ to: fleet.party('Third') });
    stranger.scan();
  },
  'refused and logged late': (maker, _, fleet) => {
    const late = maker.sign();
    maker.scan();
    maker.deliver(late);
    refuse(fleet, late);
  },
  'refused, and another counter missing': (maker, _, fleet) => {
    refuse(fleet, maker.sign());
    maker.loseScans(1);
    maker.scan();
  },
  'a claim twice that stands once': (maker) => void maker.scan({ claims: { productName: ['shrimp', 'prawn'] } }),
  'a claim twice that may': (maker) => void maker.scan({ claims: { note: ['shrimp', 'prawn'] } }),
  'a step that is a URI': (maker) => void maker.scan({ bizStep: 'https://ref.gs1.org/cbv/BizStep-receiving' }),
  'received twice by one party': (maker, stranger) => {
    maker.scan({ bizStep: 'shipping', to: stranger.party });
    stranger.scan({ bizStep: 'receiving' });
    stranger.scan({ bizStep: 'receiving' });
  },
  'received by one party after another': (maker, stranger) => {
    maker.scan({ bizStep: 'shipping' });
    maker.scan({ bizStep: 'receiving', to: stranger.party });
    stranger.scan({ bizStep: 'receiving' });
  },
  'a mean out of the band': (maker) => {
    const sensorElement = JSON.stringify({ sensorReport: [{ meanValue: 9, type: 'gs1:Temperature', uom: 'CEL' }] });
    maker.scan({ claims: { sensorElement, temperatureMaxC: '8', temperatureVerdict: 'within' } });
  },
  'a checkpoint of the future': (maker, _, { log }) =>
    void maker.scan({ seenCheckpoint: { size: log.size + 1, root: log.root() } }),
};

function refuse({ log }: Fleet, scan: Signed): void {
  const body = { statement: quoted(scan), reason: 'COUNTER_REUSED', timeMs: 1 };
  log.appendEvent(EventKind.REFUSED, body, log.receiptSigner);
}

export const storyCases = (): Promise<Case[]> =>
  Promise.all(
    Object.entries(STORIES).map(async ([name, tell]) => {
      const fleet = new Fleet();
      tell(fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Stranger'), fleet);
      return { name, policy: fleet.log.policy(), evidence: await version1EvidenceOf(fleet.log) };
    }),
  );
