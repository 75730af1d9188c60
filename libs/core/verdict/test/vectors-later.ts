import {
  Action,
  encodeLogEntry,
  EventKind,
  EventType,
  objectKey,
  partyKey,
  type RecallBody,
} from '../../wire/index.js';
import { START_MS } from '../../../../test/kit/core/memory-log.js';
import { type Fleet, ITEM, type TestDevice } from '../../../../test/kit/core/fleet.js';
import { type EvidenceVector, told } from './vectors.js';

// What came after the first version: roles, classes, kinds of devices and parties, recalls, and what a still later one may have.

const VAT = 'https://id.gs1.org/8004/95200017';
const LOT = 'https://id.gs1.org/01/09520001000010/10/L1';

const recallBy = (device: TestDevice): RecallBody => ({
  party: device.party.key,
  timeMs: START_MS,
  claims: [],
  objects: [objectKey(ITEM)],
  status: 1,
});

function laterEvent(fleet: Fleet, kind: number): void {
  const { operatorSigner } = fleet.log;
  const signature = new Uint8Array(64).fill(1);
  const event = {
    kind,
    body: Uint8Array.of(1),
    signerKeyId: operatorSigner.keyId,
    signature,
    objects: [objectKey(ITEM)],
  };
  fleet.log.append(encodeLogEntry({ kind: 'event', event }));
}

export const theLaterVectors = (): Promise<EvidenceVector[]> =>
  Promise.all([
    told('a lot as a class, and a vat that goes in and comes out', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ subjects: [ITEM, LOT], classes: [LOT] });
      maker.scan({ inputs: [ITEM], outputs: [LOT], inputsAndOutputs: [VAT], classes: [LOT] });
    }),
    told('the item as the context of a reading, and of a transaction', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ contexts: [ITEM] });
      maker.scan({ contexts: [ITEM, VAT], eventType: EventType.TRANSACTION, action: Action.ADD });
    }),
    told('a party of a kind, made up, and a gateway that is a thing', 0, (fleet) => {
      const party = fleet.party('Maker', {}, { kind: 2, demo: true });
      fleet.device('gateway', party, { kind: 2, object: objectKey(VAT) }).scan();
    }),
    told('a scan by a system', 20, (fleet) => {
      fleet.device('system', fleet.party('Maker'), { kind: 3 }).scan();
    }),
    told('a scan by a desk', 20, (fleet) => {
      fleet.device('desk', fleet.party('Office', {}, { kind: 9 }), { kind: 4 }).scan();
    }),
    told('a recall by the operator', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      const recall = { ...recallBy(maker), party: partyKey('9520000000004') };
      fleet.log.appendEvent(EventKind.RECALL, recall, fleet.log.operatorSigner);
    }),
    told('a recall by a device of its party', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      fleet.log.appendEvent(EventKind.RECALL, recallBy(maker), maker.signer);
    }),
    told('a recall by a device of another party', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const carrier = fleet.partyWithDevice('Carrier');
      maker.scan({ to: carrier.party });
      carrier.scan();
      fleet.log.appendEvent(EventKind.RECALL, recallBy(maker), carrier.signer);
    }),
    told('a recall by a gateway of its party', 20, (fleet) => {
      const gateway = fleet.device('gateway', fleet.party('Maker'), { kind: 2 });
      gateway.scan();
      fleet.log.appendEvent(EventKind.RECALL, recallBy(gateway), gateway.signer);
    }),
    told('a recall by a key that nobody knows', 30, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      fleet.log.appendEvent(EventKind.RECALL, recallBy(maker), fleet.device('elsewhere', maker.party).signer);
    }),
    told('an event of a kind that a later version has', 0, (fleet) => {
      fleet.partyWithDevice('Maker').scan();
      for (const kind of [9, 12, 18, 2 ** 31 - 1]) laterEvent(fleet, kind);
    }),
    told('claims of names that a later version has', 0, (fleet) => {
      const maker = fleet.device('maker', fleet.party('Maker', { partyColour: 'red' }));
      maker.scan({ bizStep: 'storing', claims: { colour: ['red', ' '], note: 'x' } });
    }),
    told('claims of names that an earlier version had', 0, (fleet) => {
      const maker = fleet.device('maker', fleet.party('Maker', { partyKind: 'manufacturer' }));
      maker.scan({ claims: { 'bizTransaction.asn': 'urn:epcglobal:cbv:bt:9520000000004:ASN-1' } });
    }),
    told('an old name with a value that it cannot have', 30, (fleet) => {
      fleet.partyWithDevice('Maker').scan({ claims: { 'bizTransaction.asn': 'ASN-1' } });
    }),
    told('a captured code that is malformed', 0, (fleet) => {
      fleet.partyWithDevice('Maker').scan({ subjects: [ITEM, 'urn:epc:id:sscc:0614141.123456789'] });
    }),
  ]);
