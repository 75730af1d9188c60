import { hexToBytes } from '@noble/hashes/utils.js';
import type { ReadScan } from '#libs/core/entries';
import { isContainerUri, isMisnumberedContainer, lotInUri } from '#libs/core/gs1';
import { type KeyState, misnamed } from '#libs/core/keys';
import { DeviceKind, Role, roleOf } from '#libs/core/wire';
import { type Finding, finding } from './status.js';

/**
 * What a scan states twice, as far as it is open, and not alike: in a claim and in a code that it names, or in a claim and by the key
 * that signed it. Which of the two is true nobody can tell, so it is a finding, one for each scan and cause.
 *
 * @see docs/formats/trail.md, Findings
 */
export function statedOtherwise(scan: ReadScan, keys: KeyState): Finding[] {
  const { logIndex } = scan;
  const said: string[] = [
    ...(statesOtherLot(scan) ? [`Entry ${logIndex} states another lot than the code of what it names.`] : []),
    ...(statesOtherContainer(scan) ? [`Entry ${logIndex} states another container than the one that it names.`] : []),
    ...(namesMisnumbered(scan) ? [`Entry ${logIndex} names a container by a number with a wrong check digit.`] : []),
    ...(statesOtherSigner(scan, keys)
      ? [`Entry ${logIndex} states another device or party than the one that signed it.`]
      : []),
  ];
  return said.map((text) => finding('FACTS_DISAGREE', text, [logIndex]));
}

const valueIn = ({ claims }: ReadScan, name: string): string | undefined =>
  claims.find((claim) => claim.name === name)?.value;

/** URIs that are shown of the objects in some roles. */
const urisAs = ({ uris, header }: ReadScan, ...roles: readonly Role[]): string[] =>
  uris.flatMap((uri, place) => (uri !== null && roles.includes(roleOf(header.roles[place]!)) ? [uri] : []));

/** What goes into a transformation has a lot of its own, and so have a vat, a unit and what lies in it. */
function statesOtherLot(scan: ReadScan): boolean {
  const stated = valueIn(scan, 'lotNumber');
  if (stated === undefined) return false;
  const lots = urisAs(scan, Role.SUBJECT, Role.OUTPUT).map(lotInUri);
  return lots.some((lot) => lot !== null && lot !== stated);
}

/** The container that a scan is about, or packs something into. One that is itself packed may go into anything. */
function statesOtherContainer(scan: ReadScan): boolean {
  const stated = valueIn(scan, 'containerNumber');
  if (stated === undefined) return false;
  return urisAs(scan, Role.SUBJECT, Role.PARENT).some((uri) => isContainerUri(uri) && uri !== stated);
}

const namesMisnumbered = ({ uris }: ReadScan): boolean =>
  uris.some((uri) => uri !== null && isMisnumberedContainer(uri));

/** A gateway scans for others, and names them. */
function statesOtherSigner({ scan, device, claims }: ReadScan, keys: KeyState): boolean {
  const enrolled = keys.device(device);
  if (!enrolled || enrolled.keys.kind === DeviceKind.GATEWAY) return false;
  return misnamed({ device: scan.device, party: hexToBytes(enrolled.party) }, claims).length > 0;
}
