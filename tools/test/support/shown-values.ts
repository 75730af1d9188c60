import { type ClaimEncoding, claimRule, CLAIMS } from '#libs/core/wire';
import { isCanonicalUri } from '#libs/core/gs1';
import { CAPTURED, GOLDEN, REFUSED } from '../../../test/kit/gs1/tables.js';
import { bundleOf } from '../../../test/kit/core/evidence.js';
import { Fleet, ITEM, type ScanInput } from '../../../test/kit/core/fleet.js';
import { CLAIM_VALUES } from '../../../test/kit/wire/claim-values.js';
import type { Case } from '../../../test/kit/python.js';

/** Evidence that shows values which are as the pages have them, and evidence that shows others, under signatures that are all right. */
export interface ShownCases {
  readonly good: readonly Case[];
  readonly bad: readonly Case[];
}

function shown(name: string, scan: ScanInput): Case {
  const { log, ...fleet } = withMaker();
  fleet.maker.scan(scan);
  const all = Array.from({ length: log.size }, (_, at) => at);
  return { name, policy: log.policy(), evidence: bundleOf(log, all) };
}

function withMaker() {
  const fleet = new Fleet();
  return { log: fleet.log, maker: fleet.partyWithDevice('Maker') };
}

/** All spellings and all refusals of libs/core/gs1, each as the URI of an object beside the item. */
export function shownUris(): ShownCases {
  const withUri = (uri: string): Case => shown(`URI ${JSON.stringify(uri)}`, { subjects: [ITEM, uri] });
  const others = GOLDEN.flatMap(([, ...spellings]) => spellings);
  return {
    good: [...GOLDEN.map(([canonical]) => canonical), ...CAPTURED].map(withUri),
    bad: [...others, ...REFUSED.map(([input]) => input).filter((input) => !isCanonicalUri(input))].map(withUri),
  };
}

/** Every text that the tables of libs/core/gs1 speak of. */
export const spelledUris = (): string[] => [...GOLDEN.flat(), ...CAPTURED, ...REFUSED.map(([input]) => input)];

/** Every value of the tests of claims, under every name that has its encoding. */
export function shownClaims(): ShownCases {
  const namesOf = (encoding: ClaimEncoding) =>
    Object.keys(CLAIMS).filter((name) => claimRule(name)!.encoding === encoding);
  const cases = (which: 'good' | 'bad'): Case[] =>
    (Object.keys(CLAIM_VALUES) as ClaimEncoding[]).flatMap((encoding) =>
      namesOf(encoding).flatMap((name) =>
        CLAIM_VALUES[encoding][which]
          // What is no Unicode can stand in no text: the form of the evidence refuses it.
          .filter((value) => !/\p{Surrogate}/u.test(value))
          .map((value) => shown(`${name} ${JSON.stringify(value)}`, { claims: { [name]: value } })),
      ),
    );
  return { good: cases('good'), bad: cases('bad') };
}
