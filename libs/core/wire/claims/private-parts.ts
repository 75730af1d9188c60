import { isCanonicalUri, isCanonicalUriOfDevice } from '#libs/core/gs1';
import { bytesEqual } from '../bytes.js';
import { objectKey } from '../keys.js';
import { type Claim, commitment, parseDisclosure } from './disclosure.js';
import { isClaimValue } from './encodings.js';
import { ScanError } from './errors.js';
import { claimRule, type ClaimRule, CLAIMS, isClaimName } from './table.js';

/** The public part that URIs and disclosures have to fit. */
interface PublicPart {
  readonly objects: readonly Uint8Array[];
  readonly claims: readonly Uint8Array[];
}

/**
 * Decides whether a scan came with everything that its header commits to: for each object its canonical URI, for each claim the
 * disclosure that opens it, with a known name and a value in its form. Of a device it is asked that it knows the codes that it names
 * things by: a malformed one is refused, although a reader takes it for a plain URI.
 *
 * @returns the claims in the order of the header.
 * @throws {ScanError}
 * @see docs/formats/scan.md, Private parts
 */
export function checkScanPrivateParts(
  header: PublicPart,
  uris: readonly string[],
  disclosures: readonly Uint8Array[],
): Claim[] {
  checkUris(header.objects, uris);
  return checkDisclosures(header.claims, disclosures);
}

function checkUris(objects: readonly Uint8Array[], uris: readonly string[]): void {
  if (uris.length !== objects.length) {
    throw new ScanError('URI_MISSING', `there are ${uris.length} URIs for ${objects.length} objects`);
  }
  for (const [index, uri] of uris.entries()) {
    // The cheap comparison first: a URI that hashes to the key is what the device meant.
    if (!bytesEqual(objectKey(uri), objects[index]!))
      throw new ScanError('URI_MISMATCH', `URI ${index} is not that of object ${index}`);
    if (!isCanonicalUriOfDevice(uri)) throw notCanonical(index);
  }
}

/**
 * The second half of {@link checkScanPrivateParts}, for the claims of a signed event.
 *
 * @returns the claims in the order of their commitments.
 * @throws {ScanError} DISCLOSURE_MISSING, DISCLOSURE_MISMATCH, DISCLOSURE_FORM, CLAIM_UNKNOWN, CLAIM_REPEATED, CLAIM_VALUE.
 */
export function checkDisclosures(commitments: readonly Uint8Array[], disclosures: readonly Uint8Array[]): Claim[] {
  if (disclosures.length !== commitments.length) {
    throw new ScanError(
      'DISCLOSURE_MISSING',
      `there are ${disclosures.length} disclosures for ${commitments.length} claims`,
    );
  }
  const seen = new Set<string>();
  return disclosures.map((disclosure, index) => {
    const claim = openCommitment(commitments[index]!, disclosure, index);
    checkWritten(claim, seen);
    return claim;
  });
}

/**
 * What a verifier checks of URIs and claims whose hashes it has put into an entry itself, and that its entry was logged with. A claim
 * of a name that it does not know is of a later version, and stays unchecked: old names it knows.
 *
 * @param uris of a scan; null where one is not shown
 * @param claims those that are open, in the order of their commitments
 * @returns the claims that are not checked, since their names are not known here
 * @throws {ScanError} URI_NOT_CANONICAL, CLAIM_REPEATED, CLAIM_VALUE.
 */
export function checkShownParts(uris: readonly (string | null)[], claims: readonly Claim[]): readonly Claim[] {
  for (const [index, uri] of uris.entries()) if (uri !== null && !isCanonicalUri(uri)) throw notCanonical(index);
  const seen = new Set<string>();
  return claims.filter((claim) => {
    const rule = claimRule(claim.name);
    if (rule) checkClaim(claim, rule, seen);
    return !rule;
  });
}

/** Whoever takes a scan takes no name that this version does not write: nobody could say later what it means. */
function checkWritten(claim: Claim, seen: Set<string>): void {
  const { index, name } = claim;
  if (!isClaimName(name)) throw new ScanError('CLAIM_UNKNOWN', `claim ${index} has a name that is not in the table`);
  checkClaim(claim, CLAIMS[name], seen);
}

/** @param seen names of the claims before it, to which this one is added */
function checkClaim({ index, name, value }: Claim, rule: ClaimRule, seen: Set<string>): void {
  if (!rule.many && seen.has(name)) throw new ScanError('CLAIM_REPEATED', `claim ${index} says ${name} a second time`);
  seen.add(name);
  if (!isClaimValue(rule.encoding, value)) {
    throw new ScanError('CLAIM_VALUE', `claim ${index} (${name}) has a value that is no ${rule.encoding}`);
  }
}

const notCanonical = (index: number): ScanError =>
  new ScanError('URI_NOT_CANONICAL', `URI ${index} is not in its canonical form`);

/**
 * Opens one commitment: for verifiers, who may see some claims and not others.
 *
 * @throws {ScanError} DISCLOSURE_MISMATCH when the disclosure is not the preimage or speaks of another index, DISCLOSURE_FORM.
 */
export function openCommitment(expected: Uint8Array, disclosure: Uint8Array, index: number): Claim {
  if (!bytesEqual(commitment(disclosure), expected)) {
    throw new ScanError('DISCLOSURE_MISMATCH', `disclosure ${index} does not open commitment ${index}`);
  }
  const claim = parseDisclosure(disclosure);
  if (claim.index !== index)
    throw new ScanError('DISCLOSURE_MISMATCH', `disclosure ${index} was made for claim ${claim.index}`);
  return claim;
}
