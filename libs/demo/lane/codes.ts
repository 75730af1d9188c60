import { holderDigits } from '#libs/core/gs1';
import { CodesRole } from '#libs/core/wire';
import type { CodesToState } from '#libs/registry/enrolment';
import { COMPANY_PREFIX } from '../identifiers.js';
import { glnOf, numbering } from './cast.js';
import { RAW_SHRIMP } from './goods.js';
import { KEY_SCENES } from './key-scenes.js';

/**
 * Whose the codes of the lane are: its plant owns their prefix, and with it pouches, cases and pallets; what the farm harvests is the
 * farm's; the distribution centre makes pallets of its own beside the plant, and
 * each party of a key scene the thing of its scene.
 *
 * Those of the real shipments have no owner here: the file names vendors that are no parties of this log, and a made-up owner would
 * take custody from the clients who received the goods.
 */
export const laneCodes = (): CodesToState[] => [
  { digits: COMPANY_PREFIX.lane, party: glnOf('plant'), role: CodesRole.OWNER },
  { digits: numbering.gtin(RAW_SHRIMP).slice(1), party: glnOf('farm'), role: CodesRole.OWNER },
  { digits: COMPANY_PREFIX.lane, party: glnOf('distribution'), role: CodesRole.MADE_BY },
  ...KEY_SCENES.filter(({ party }) => party !== 'plant').map(({ object, party }) => ({
    digits: holderDigits(object)!.digits,
    party: glnOf(party),
    role: CodesRole.MADE_BY,
  })),
];
