import { documentUri, gln, glnUri, gtin, gtinUri, partyUri, sscc, ssccUri } from '#libs/core/gs1';

/**
 * Company prefixes of the demo. GS1 keeps 952 for demonstrations: no real thing can have one of these numbers.
 * One for the real shipments, one for the simulated lane, one for plain load.
 */
export const COMPANY_PREFIX = { shipments: '9521000', lane: '9521001', load: '9521002' } as const;

type CompanyPrefix = (typeof COMPANY_PREFIX)[keyof typeof COMPANY_PREFIX];

/** Makes the numbers of one company prefix. Equal references give equal numbers, in every run and on every machine. */
export class Numbering {
  private readonly glns = new Map<number, string>();

  constructor(private readonly companyPrefix: CompanyPrefix) {}

  /** 13 digits. */
  gln(location: number): string {
    const known = this.glns.get(location);
    if (known !== undefined) return known;
    const made = gln({ companyPrefix: this.companyPrefix, location });
    this.glns.set(location, made);
    return made;
  }

  place(location: number): string {
    return glnUri(this.gln(location));
  }

  party(location: number): string {
    return partyUri(this.gln(location));
  }

  /** 14 digits. @param indicator 0 for the item itself, 1 to 8 for cases of it. */
  gtin(item: number, indicator = 0): string {
    return gtin({ companyPrefix: this.companyPrefix, item, indicator });
  }

  lot(item: number, lot: string): string {
    return gtinUri({ gtin: this.gtin(item), lot });
  }

  serial(item: number, serial: string, indicator = 0): string {
    return gtinUri({ gtin: this.gtin(item, indicator), serial });
  }

  sscc(serial: number): string {
    return ssccUri(sscc({ companyPrefix: this.companyPrefix, serial }));
  }

  /** @param issuer location reference of the party that issued it. */
  document(issuer: number, number: string): string {
    return documentUri({ gln: this.gln(issuer), number });
  }
}
