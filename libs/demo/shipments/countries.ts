/** The countries of the file by their names there, in the order of their codes; ISO 3166-1 alpha-2 of today. */
const CODES: Readonly<Record<string, string>> = {
  Afghanistan: 'AF',
  Angola: 'AO',
  'Burkina Faso': 'BF',
  Burundi: 'BI',
  Benin: 'BJ',
  Botswana: 'BW',
  Belize: 'BZ',
  'Congo, DRC': 'CD',
  "Côte d'Ivoire": 'CI',
  Cameroon: 'CM',
  'Dominican Republic': 'DO',
  Ethiopia: 'ET',
  Ghana: 'GH',
  Guinea: 'GN',
  Guatemala: 'GT',
  Guyana: 'GY',
  Haiti: 'HT',
  Kenya: 'KE',
  Kyrgyzstan: 'KG',
  Kazakhstan: 'KZ',
  Lebanon: 'LB',
  Liberia: 'LR',
  Lesotho: 'LS',
  Libya: 'LY',
  Mali: 'ML',
  Malawi: 'MW',
  Mozambique: 'MZ',
  Namibia: 'NA',
  Nigeria: 'NG',
  Pakistan: 'PK',
  Rwanda: 'RW',
  Sudan: 'SD',
  'Sierra Leone': 'SL',
  Senegal: 'SN',
  'South Sudan': 'SS',
  Swaziland: 'SZ',
  Togo: 'TG',
  Tanzania: 'TZ',
  Uganda: 'UG',
  Vietnam: 'VN',
  'South Africa': 'ZA',
  Zambia: 'ZM',
  Zimbabwe: 'ZW',
};

/** Names of the file, in the order in which their offices are numbered. */
export const CLIENT_COUNTRIES: readonly string[] = Object.keys(CODES);

/** @returns undefined for a name that the file does not use. */
export const countryCode = (name: string): string | undefined => CODES[name];

/** Names of countries within the name of a manufacturing site. Puerto Rico before the USA, which stands behind it in brackets. */
const NAMES: readonly (readonly [name: RegExp, code: string])[] = [
  [/\bPuerto Rico\b/, 'PR'],
  [/\bSouth Africa\b/, 'ZA'],
  [/\bIndia\b/i, 'IN'],
  [/\bGermany\b/, 'DE'],
  [/\bFrance\b/, 'FR'],
  [/\bJapan\b/, 'JP'],
  [/\bChina\b/, 'CN'],
  [/\bThailand\b/, 'TH'],
  [/\bCanada\b/, 'CA'],
  [/\bAustralia\b/, 'AU'],
  [/\bSwitzerland\b/, 'CH'],
  [/\bPoland\b/, 'PL'],
  [/\bCyprus\b/, 'CY'],
  [/\bNorway\b/, 'NO'],
  [/\bUSA\b/, 'US'],
];
/** Codes at the end of the name of a site. In this file SA is South Africa: both sites stand in its cities. */
const LAST_WORDS: Readonly<Record<string, string>> = {
  IN: 'IN',
  US: 'US',
  UK: 'GB',
  IT: 'IT',
  NL: 'NL',
  DE: 'DE',
  GR: 'GR',
  CY: 'CY',
  SA: 'ZA',
};

/** The country that the name of a manufacturing site tells. @returns undefined where it tells none: a city is not looked up. */
export function countryOfSite(site: string): string | undefined {
  const named = NAMES.find(([name]) => name.test(site));
  if (named) return named[1];
  const last = /[\s,(]([A-Z]{2})\)?$/.exec(site)?.[1];
  return last === undefined ? undefined : LAST_WORDS[last];
}
