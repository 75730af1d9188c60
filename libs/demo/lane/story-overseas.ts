import type { Consignment } from './goods.js';
import type { Measure } from './measure.js';
import { type LaneStep, packed, step, things } from './step.js';
import { parties } from './story-india.js';

const BY_SEA = { transportMode: 'sea', vesselName: 'MV Simulated Monsoon' } as const;

/** The container waits four days for the vessel. One night it stood without power: the excursion, and the terminal had custody. */
export const portAndVessel = (goods: Consignment, measure: Measure): LaneStep[] => {
  const { container, documents, sealNumber } = goods;
  const atTerminal = { on: container };
  return [
    step('lane-terminal-gate', {
      at: '2022-03-29 12:30',
      bizStep: 'receiving',
      disposition: 'in_progress',
      objects: things([container]),
      claims: { sealNumber, 'bizTransaction.declaration': documents.exportDeclaration },
    }),
    measure('lane-terminal-gateway', { at: '2022-03-30 00:00', ...atTerminal }),
    measure('lane-terminal-gateway', { at: '2022-03-30 12:00', ...atTerminal }),
    measure('lane-terminal-gateway', { at: '2022-03-31 00:00', ...atTerminal }),
    measure('lane-terminal-gateway', { at: '2022-03-31 12:00', ...atTerminal }),
    measure('lane-terminal-gateway', { at: '2022-04-01 00:00', ...atTerminal }),
    measure('lane-terminal-gateway', { at: '2022-04-01 18:00', ...atTerminal }),
    step('lane-terminal-gate', {
      at: '2022-04-01 18:05',
      bizStep: 'staging_outbound',
      disposition: 'in_transit',
      objects: things([container]),
      handTo: 'line',
      claims: { sealNumber, 'bizTransaction.bol': documents.bol },
    }),
    step('lane-vessel', {
      at: '2022-04-01 14:10',
      bizStep: 'loading',
      disposition: 'in_transit',
      objects: things([container]),
      placeOf: 'terminal',
      claims: { ...BY_SEA, 'bizTransaction.bol': documents.bol },
    }),
    step('lane-vessel', {
      at: '2022-04-01 21:00',
      bizStep: 'departing',
      disposition: 'in_transit',
      objects: things([container]),
      placeOf: 'terminal',
      claims: { ...BY_SEA, ...parties('plant', 'distribution', 'US') },
    }),
    measure('lane-vessel', { at: '2022-04-02 21:00', on: container, placeOf: 'line' }),
    measure('lane-vessel', { at: '2022-04-03 21:00', on: container, placeOf: 'line' }),
    measure('lane-vessel', {
      at: '2022-04-04 21:00',
      on: container,
      placeOf: 'line',
      note: 'The readings of the logger end here; the rest of the voyage has none.',
    }),
    step('lane-vessel', {
      at: '2022-05-06 09:00',
      bizStep: 'arriving',
      disposition: 'in_transit',
      objects: things([container]),
      placeOf: 'customs',
      claims: BY_SEA,
    }),
    step('lane-vessel', {
      at: '2022-05-06 16:30',
      bizStep: 'unloading',
      disposition: 'in_progress',
      objects: things([container]),
      handTo: 'customs',
      placeOf: 'customs',
      claims: { ...BY_SEA, 'bizTransaction.bol': documents.bol, sealNumber },
    }),
  ];
};

/** From here local times are those of Norfolk. */
export const customs = ({ container, documents, sealNumber }: Consignment): LaneStep[] => [
  step('lane-customs-handheld', {
    at: '2022-05-06 14:00',
    bizStep: 'holding',
    disposition: 'in_progress',
    objects: things([container]),
    claims: {
      'bizTransaction.declaration': documents.importDeclaration,
      'bizTransaction.bol': documents.bol,
      containerNumber: container,
      sealNumber,
    },
  }),
  step('lane-customs-handheld', {
    at: '2022-05-09 10:20',
    bizStep: 'inspecting',
    disposition: 'conformant',
    objects: things([container]),
    claims: { 'bizTransaction.declaration': documents.importDeclaration, note: 'Seal whole, papers in order.' },
  }),
  step('lane-customs-handheld', {
    at: '2022-05-10 08:00',
    bizStep: 'departing',
    disposition: 'in_transit',
    objects: things([container]),
    handTo: 'distribution',
    claims: { 'bizTransaction.declaration': documents.importDeclaration, transportMode: 'road', sealNumber },
  }),
];

export const distributionAndShop = (goods: Consignment): LaneStep[] => {
  const { container, pallets, shopPallet, documents, lotNumber } = goods;
  const [first, second] = pallets;
  const [forShop, alsoForShop] = first.cases;
  const shopCases = [forShop!.uri, alsoForShop!.uri];
  return [
    step('lane-distribution-gate', {
      at: '2022-05-10 13:00',
      bizStep: 'receiving',
      disposition: 'in_progress',
      objects: things([container]),
      claims: {
        'bizTransaction.po': documents.po,
        'bizTransaction.desadv': documents.asn,
        sealNumber: goods.sealNumber,
      },
    }),
    step('lane-distribution-gate', {
      at: '2022-05-10 13:40',
      bizStep: 'unpacking',
      disposition: 'container_open',
      action: 'delete',
      objects: packed(container, [first.uri, second.uri]),
    }),
    step('lane-distribution-handheld', {
      at: '2022-05-10 15:00',
      bizStep: 'storing',
      disposition: 'sellable_not_accessible',
      objects: things([first.uri, second.uri]),
    }),
    // The whole pallet is taken apart: its children are those that were packed on it.
    step('lane-distribution-handheld', {
      at: '2022-05-12 07:30',
      bizStep: 'unpacking',
      disposition: 'in_progress',
      action: 'delete',
      objects: packed(first.uri, []),
    }),
    step('lane-distribution-handheld', {
      at: '2022-05-12 07:50',
      bizStep: 'packing',
      disposition: 'in_progress',
      action: 'add',
      objects: packed(shopPallet, shopCases),
      claims: { lotNumber },
    }),
    step('lane-distribution-gate', {
      at: '2022-05-12 08:30',
      bizStep: 'shipping',
      disposition: 'in_transit',
      objects: things([shopPallet]),
      handTo: 'shop',
      claims: { transportMode: 'road', ...parties('distribution', 'shop', 'US') },
    }),
    step('lane-shop-handheld', {
      at: '2022-05-12 11:10',
      bizStep: 'receiving',
      disposition: 'in_progress',
      objects: things([shopPallet]),
    }),
    step('lane-shop-handheld', {
      at: '2022-05-12 11:30',
      bizStep: 'unpacking',
      disposition: 'in_progress',
      action: 'delete',
      objects: packed(shopPallet, shopCases),
    }),
    step('lane-shop-handheld', {
      at: '2022-05-12 11:40',
      bizStep: 'unpacking',
      disposition: 'in_progress',
      action: 'delete',
      objects: packed(forShop!.uri, forShop!.pouches),
    }),
    step('lane-shop-handheld', {
      at: '2022-05-12 12:00',
      bizStep: 'stocking',
      disposition: 'sellable_accessible',
      objects: things(forShop!.pouches),
      claims: { lotNumber, productName: 'Shrimp, farmed, cooked, in retort pouch, 200 g' },
    }),
  ];
};
