import { containerCheckDigit, containerUri } from '#libs/core/gs1';
import { documentOf, numbering } from './cast.js';

export const RAW_SHRIMP = 1;
const POUCH = 2;
const CASE_INDICATOR = 1;
/** Made up: no owner of containers uses these letters. */
const CONTAINER_OWNER = 'ZZZU';
export const CASES_PER_PALLET = 4;
export const POUCHES_PER_CASE = 6;

/** A case and what is in it. */
export interface Case {
  readonly uri: string;
  readonly pouches: readonly string[];
}

/** A pallet and what is on it. */
export interface Pallet {
  readonly uri: string;
  readonly cases: readonly Case[];
}

/** All things and papers of one consignment of the lane. Everything follows from its number. */
export interface Consignment {
  readonly number: number;
  /** What was harvested from the pond. */
  readonly harvest: string;
  readonly harvestLot: string;
  /** What the plant made of it. */
  readonly lot: string;
  readonly lotNumber: string;
  readonly pallets: readonly [Pallet, Pallet];
  /** What the distribution centre builds for the shop. */
  readonly shopPallet: string;
  readonly container: string;
  readonly sealNumber: string;
  readonly documents: {
    readonly po: string;
    readonly asn: string;
    readonly invoice: string;
    readonly certificate: string;
    readonly bol: string;
    readonly exportDeclaration: string;
    readonly importDeclaration: string;
  };
}

/** @param number 1 for the replay, then one more for each consignment of the live simulation; at most 99,999. */
export function consignment(number: number): Consignment {
  const padded = String(number).padStart(5, '0');
  const harvestLot = `POND7-${padded}`;
  const lotNumber = `KSP-${padded}`;
  const caseOf = (index: number): Case => ({
    uri: numbering.serial(POUCH, `${padded}-${index}`, CASE_INDICATOR),
    pouches: Array.from({ length: POUCHES_PER_CASE }, (_, i) => numbering.serial(POUCH, `${padded}-${index}-${i + 1}`)),
  });
  const pallet = (index: number): Pallet => ({
    uri: numbering.sscc(number * 10 + index),
    cases: Array.from({ length: CASES_PER_PALLET }, (_, i) => caseOf((index - 1) * CASES_PER_PALLET + i + 1)),
  });
  const containerCode = `${CONTAINER_OWNER}${padded.padStart(6, '0')}`;
  return {
    number,
    harvest: numbering.lot(RAW_SHRIMP, harvestLot),
    harvestLot,
    lot: numbering.lot(POUCH, lotNumber),
    lotNumber,
    pallets: [pallet(1), pallet(2)],
    shopPallet: numbering.sscc(number * 10 + 3),
    container: containerUri(`${containerCode}${containerCheckDigit(containerCode)}`),
    sealNumber: `BBL${padded}`,
    documents: {
      po: documentOf('distribution', `CFD-PO-${padded}`),
      asn: documentOf('plant', `KSP-ASN-${padded}`),
      invoice: documentOf('plant', `KSP-INV-${padded}`),
      certificate: documentOf('plant', `EIA-HC-${padded}`),
      bol: documentOf('line', `BBL-BL-${padded}`),
      exportDeclaration: documentOf('coldStore', `SB-${padded}`),
      importDeclaration: documentOf('customs', `952-${padded.padStart(7, '0')}-3`),
    },
  };
}
