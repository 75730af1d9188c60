import { type LaneParty, partyUriOf } from './cast.js';
import type { Case, Consignment, Pallet } from './goods.js';
import type { Measure } from './measure.js';
import { type LaneStep, packed, step, things } from './step.js';

const PRODUCT = {
  productName: 'Shrimp, farmed (Litopenaeus vannamei), cooked, in retort pouch, 200 g',
  productGroup: 'Crustaceans, prepared',
  hsCode: '160529',
} as const;
/** Of the maker, made up. */
const KEEPS_YEARS = 2;
const ON_THE_ROAD = { transportMode: 'road' } as const;

/** From the pond to the gate of the cold store. Local times are those of India. */
export const pondToPlant = ({ harvest, harvestLot, lot, lotNumber, pallets }: Consignment): LaneStep[] => {
  const pouches = pallets.flatMap(({ cases }) => cases.flatMap((one) => one.pouches));
  const raw = {
    productName: 'Shrimp, farmed (Litopenaeus vannamei), raw, on ice',
    lotNumber: harvestLot,
  };
  return [
    step('lane-farm-handheld', {
      at: '2022-03-22 05:30',
      bizStep: 'commissioning',
      disposition: 'active',
      action: 'add',
      objects: things([harvest]),
      claims: (timeMs) => ({
        ...raw,
        productionDate: dayOf(timeMs),
        quantity: 18,
        uom: 'KGM',
        note: 'Harvest of pond 7.',
      }),
    }),
    step('lane-farm-handheld', {
      at: '2022-03-22 07:10',
      bizStep: 'shipping',
      disposition: 'in_transit',
      objects: things([harvest]),
      handTo: 'plant',
      claims: { ...raw, ...ON_THE_ROAD },
    }),
    step('lane-plant-handheld', {
      at: '2022-03-22 11:40',
      bizStep: 'receiving',
      disposition: 'in_progress',
      objects: things([harvest]),
      claims: raw,
    }),
    step('lane-plant-handheld', {
      at: '2022-03-23 08:00',
      bizStep: 'inspecting',
      disposition: 'conformant',
      objects: things([harvest]),
      claims: { ...raw, note: 'No residues of antibiotics found.' },
    }),
    step('lane-plant-packing', {
      at: '2022-03-24 14:00',
      bizStep: 'commissioning',
      disposition: 'active',
      type: 'transformation',
      objects: [
        { uri: harvest, role: 'input' },
        { uri: lot, role: 'output' },
        ...pouches.map((uri) => ({ uri, role: 'output' as const })),
      ],
      claims: (timeMs) => ({
        ...PRODUCT,
        lotNumber,
        manufacturer: 'Kakinada Seafood Processing',
        manufacturerCountry: 'IN',
        productionDate: dayOf(timeMs),
        bestBeforeDate: dayOf(timeMs, KEEPS_YEARS),
        quantity: pouches.length,
      }),
    }),
  ];
};

export const packing = (goods: Consignment, measure: Measure): LaneStep[] => {
  const cases = goods.pallets.flatMap((pallet) => pallet.cases);
  return [
    ...cases.map((one, place) =>
      packCase(one, goods, `2022-03-24 ${19 + Math.floor(place / 4)}:${15 * (place % 4) || '00'}`),
    ),
    ...goods.pallets.map((pallet, place) => packPallet(pallet, goods, `2022-03-24 22:${20 * place || '00'}`)),
    step('lane-plant-packing', {
      at: '2022-03-24 23:30',
      bizStep: 'inspecting',
      disposition: 'conformant',
      objects: things([goods.lot]),
      claims: {
        ...PRODUCT,
        lotNumber: goods.lotNumber,
        'bizTransaction.cert': goods.documents.certificate,
        note: 'Released for export by the laboratory of the plant.',
      },
    }),
    measure('lane-plant-gateway', { at: '2022-03-25 06:00', on: goods.pallets[0].uri }),
    step('lane-plant-packing', {
      at: '2022-03-25 06:05',
      bizStep: 'shipping',
      disposition: 'in_transit',
      objects: things(goods.pallets.map(({ uri }) => uri)),
      handTo: 'haulier',
      claims: {
        ...ON_THE_ROAD,
        ...parties('plant', 'distribution', 'US'),
        'bizTransaction.po': goods.documents.po,
        'bizTransaction.desadv': goods.documents.asn,
        'bizTransaction.inv': goods.documents.invoice,
        lotNumber: goods.lotNumber,
        netWeightKg: '9.6',
        grossWeightKg: '48.2',
      },
    }),
  ];
};

const packCase = ({ uri, pouches }: Case, { lotNumber }: Consignment, at: string): LaneStep =>
  step('lane-plant-packing', {
    at,
    bizStep: 'packing',
    disposition: 'in_progress',
    action: 'add',
    objects: packed(uri, pouches),
    claims: { lotNumber },
  });

const packPallet = ({ uri, cases }: Pallet, { lotNumber }: Consignment, at: string): LaneStep =>
  step('lane-plant-packing', {
    at,
    bizStep: 'packing',
    disposition: 'in_progress',
    action: 'add',
    objects: packed(
      uri,
      cases.map((one) => one.uri),
    ),
    claims: { lotNumber, sealNumber: `KSP-${uri.slice(-6)}` },
  });

/** Road, cold store with a gateway that was offline for two days, and the container. */
export const coldStore = (goods: Consignment, measure: Measure): LaneStep[] => {
  const pallets = goods.pallets.map(({ uri }) => uri);
  const onFirst = { on: goods.pallets[0].uri };
  const offline = {
    ...onFirst,
    note: 'The gateway had no network from 26 to 28 March; its scans came afterwards, in order.',
  };
  return [
    step('lane-truck', {
      at: '2022-03-25 06:20',
      bizStep: 'loading',
      disposition: 'in_transit',
      objects: things(pallets),
      placeOf: 'plant',
      claims: ON_THE_ROAD,
    }),
    measure('lane-truck', { at: '2022-03-25 12:00', ...onFirst, placeOf: 'coldStore' }),
    step('lane-truck', {
      at: '2022-03-25 12:05',
      bizStep: 'arriving',
      disposition: 'in_transit',
      objects: things(pallets),
      handTo: 'coldStore',
      placeOf: 'coldStore',
      claims: ON_THE_ROAD,
    }),
    step('lane-cold-store-handheld', {
      at: '2022-03-25 12:20',
      bizStep: 'unloading',
      disposition: 'in_progress',
      objects: things(pallets),
    }),
    step('lane-cold-store-handheld', {
      at: '2022-03-25 12:45',
      bizStep: 'storing',
      disposition: 'sellable_not_accessible',
      objects: things(pallets),
    }),
    measure('lane-cold-store-gateway', { at: '2022-03-26 10:00', ...onFirst }),
    // What comes next was scanned while the gateway of the same room was offline: it arrives before the gateway's readings.
    step('lane-cold-store-handheld', {
      at: '2022-03-27 09:00',
      bizStep: 'cycle_counting',
      disposition: 'sellable_not_accessible',
      objects: things(pallets),
    }),
    step('lane-cold-store-handheld', {
      at: '2022-03-28 09:10',
      bizStep: 'inspecting',
      disposition: 'conformant',
      objects: things(pallets),
      claims: { 'bizTransaction.cert': goods.documents.certificate },
    }),
    measure('lane-cold-store-gateway', { at: '2022-03-26 22:00', ...offline }),
    measure('lane-cold-store-gateway', { at: '2022-03-27 10:00', ...offline }),
    measure('lane-cold-store-gateway', { at: '2022-03-27 22:00', ...offline }),
    measure('lane-cold-store-gateway', { at: '2022-03-28 10:00', ...offline }),
    measure('lane-cold-store-gateway', { at: '2022-03-29 05:00', ...onFirst }),
    step('lane-cold-store-handheld', {
      at: '2022-03-29 05:30',
      bizStep: 'packing',
      disposition: 'container_closed',
      action: 'add',
      objects: packed(goods.container, pallets),
      claims: {
        sealNumber: goods.sealNumber,
        'bizTransaction.declaration': goods.documents.exportDeclaration,
        'bizTransaction.inv': goods.documents.invoice,
      },
    }),
    step('lane-cold-store-handheld', {
      at: '2022-03-29 09:00',
      bizStep: 'shipping',
      disposition: 'in_transit',
      objects: things([goods.container]),
      handTo: 'haulier',
      claims: { ...ON_THE_ROAD, sealNumber: goods.sealNumber },
    }),
    step('lane-truck', {
      at: '2022-03-29 09:15',
      bizStep: 'departing',
      disposition: 'in_transit',
      objects: things([goods.container]),
      placeOf: 'coldStore',
      claims: ON_THE_ROAD,
    }),
    measure('lane-truck', { at: '2022-03-29 12:00', on: goods.container, placeOf: 'terminal' }),
    step('lane-truck', {
      at: '2022-03-29 12:05',
      bizStep: 'arriving',
      disposition: 'in_transit',
      objects: things([goods.container]),
      handTo: 'terminal',
      placeOf: 'terminal',
      claims: ON_THE_ROAD,
    }),
  ];
};

export const parties = (source: LaneParty, destination: LaneParty, country: string) => ({
  sourceParty: partyUriOf(source),
  destinationParty: partyUriOf(destination),
  destinationCountry: country,
});

/** The day in UTC, so many years later. */
function dayOf(timeMs: number, yearsLater = 0): string {
  const day = new Date(timeMs);
  day.setUTCFullYear(day.getUTCFullYear() + yearsLater);
  return day.toISOString().slice(0, 10);
}
