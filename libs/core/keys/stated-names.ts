import { partyNameOfUri } from '#libs/core/gs1';
import { bytesEqual, type Claim, deviceKey, partyKey } from '#libs/core/wire';

/** Whom something is about, or by whom it is signed. */
export interface Named {
  readonly party?: Uint8Array | undefined;
  readonly device?: Uint8Array | undefined;
}

/** Claims that say by name what stands beside them as a key. */
const NAMES = {
  partyGln: { of: 'party', keyOf: partyKey },
  partyUri: { of: 'party', keyOf: (uri: string) => partyKey(partyNameOfUri(uri)) },
  deviceId: { of: 'device', keyOf: deviceKey },
} as const;

const isName = (name: string): name is keyof typeof NAMES => Object.hasOwn(NAMES, name);

/** Whether a claim names the party or device of the key, as far as it names one and the key is at hand. */
function isNamedSo(named: Named, { name, value }: Pick<Claim, 'name' | 'value'>): boolean {
  if (!isName(name)) return true;
  const { of, keyOf } = NAMES[name];
  const key = named[of];
  return key === undefined || bytesEqual(key, keyOf(value));
}

/**
 * Claims that name another party or device than the one whose key stands beside them: one of the two is not true.
 *
 * @param claims those that are open
 * @see docs/formats/evidence.md, KEYS
 */
export const misnamed = (named: Named, claims: readonly Claim[]): Claim[] =>
  claims.filter((claim) => !isNamedSo(named, claim));

/** The claims without those: nobody is shown under a name that is not the one of his key. */
export const namedSo = (named: Named, claims: readonly Claim[]): readonly Claim[] =>
  claims.filter((claim) => isNamedSo(named, claim));
