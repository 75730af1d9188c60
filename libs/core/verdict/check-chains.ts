import { bytesEqual, statementHash } from '#libs/core/wire';
import type { EvidenceChain } from '#libs/core/evidence';
import { keyText, type ReadScan } from '#libs/core/entries';
import { type ChainEnd, hashesBehind } from '#libs/core/keys';
import type { CheckList } from './checks.js';

/** A scan that was logged after its key had ended, and the last statement of that key. */
export interface LateScan {
  readonly entry: ReadScan;
  readonly into: ChainEnd;
}

/**
 * Whether late scans chain into the last statement that was named when their key or boot ended: whoever got hold of the key later
 * cannot make such a scan, for that statement was fixed before.
 *
 * @returns chains that no late scan needs
 */
export function checkChains(
  late: readonly LateScan[],
  chains: readonly EvidenceChain[],
  checks: CheckList,
): readonly EvidenceChain[] {
  const unused = new Set(chains);
  for (const ofOneKey of byEnd(late)) {
    const ends = ofOneKey.filter(({ entry, into }) => entry.scan.counter === into.counter);
    const open = ofOneKey.filter(({ entry, into }) => entry.scan.counter < into.counter);
    report('misfit', ends.filter(isNotItself), checks);
    const chain = chains.find((one) => open.some((scan) => beginsBehind(one, scan)));
    if (chain) unused.delete(chain);
    const covered = open.filter(({ entry }) => chain && entry.scan.counter >= chain.from - 1);
    if (chain) report('misfit', leadsAstray(chain, covered), checks);
    report(
      'missing',
      open.filter((scan) => !covered.includes(scan)),
      checks,
    );
  }
  return [...unused];
}

function byEnd(late: readonly LateScan[]): LateScan[][] {
  const groups = new Map<string, LateScan[]>();
  for (const scan of late) {
    const key = `${scan.entry.device} ${keyText(scan.into.boot)} ${scan.into.counter}`;
    groups.set(key, [...(groups.get(key) ?? []), scan]);
  }
  return [...groups.values()];
}

const beginsBehind = (chain: EvidenceChain, { entry: { scan }, into }: LateScan): boolean =>
  bytesEqual(chain.device, scan.device) &&
  bytesEqual(chain.boot, scan.boot) &&
  chain.from === scan.counter + 1 &&
  chain.from <= into.counter;

const isNotItself = ({ entry, into }: LateScan): boolean => !bytesEqual(statementHash(entry.scan), into.hash);

/** The scans that a chain does not lead through, or all where it does not lead to the end. */
function leadsAstray(chain: EvidenceChain, covered: readonly LateScan[]): readonly LateScan[] {
  const { entry, into } = covered.find((scan) => beginsBehind(chain, scan))!;
  const start = { counter: entry.scan.counter, hash: statementHash(entry.scan) };
  const hashes = [start.hash, ...hashesBehind(entry.scan, start, chain.headers)];
  const leads = start.counter + chain.headers.length === into.counter && bytesEqual(hashes.at(-1)!, into.hash);
  if (!leads) return covered;
  return covered.filter(
    ({ entry: { scan } }) => !bytesEqual(hashes[scan.counter - start.counter]!, statementHash(scan)),
  );
}

const TEXTS = {
  misfit: 'It came after its key had ended, and does not chain into the last statement that was named then.',
  missing:
    'It came after its key had ended. Whether it chains into the last statement that was named then cannot be judged: what lies between is not here.',
} as const;

function report(what: keyof typeof TEXTS, scans: readonly LateScan[], checks: CheckList): void {
  if (scans.length === 0) return;
  const entries = scans.map(({ entry }) => entry.logIndex);
  checks.add('KEYS', what === 'misfit' ? 'failed' : 'not-judged', TEXTS[what], entries);
}
