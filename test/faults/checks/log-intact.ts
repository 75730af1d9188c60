import { createHash } from 'node:crypto';
import { CompactRange } from '#libs/core/tlog';
import type { PublicLog } from '../evidence/public-log.js';
import { type CheckResult, Findings } from './result.js';

/** The roots of a log at some sizes, from its entries alone. */
export function rootsFromEntries(entries: readonly Uint8Array[], sizes: ReadonlySet<number>): Map<number, string> {
  const roots = new Map<number, string>();
  const range = CompactRange.empty();
  const note = (): void => {
    if (sizes.has(range.size)) roots.set(range.size, Buffer.from(range.root()).toString('hex'));
  };
  note();
  for (const entry of entries) {
    range.append(createHash('sha256').update(LEAF_PREFIX).update(entry).digest());
    note();
  }
  return roots;
}

const LEAF_PREFIX = Uint8Array.of(0); // RFC 6962

/** What stands in the bundles is what the log has signed for. */
export function checkLogIntact({ checkpoint, entries }: PublicLog): CheckResult {
  const findings = new Findings('logIntact', 'entries');
  findings.saw(entries.length);
  findings.require(
    entries.length === checkpoint.size,
    () => `the bundles hold ${entries.length} entries, the checkpoint says ${checkpoint.size}`,
  );
  const root = rootsFromEntries(entries, new Set([entries.length])).get(entries.length);
  findings.require(
    root === Buffer.from(checkpoint.root).toString('hex'),
    () => `the entries have another root than the checkpoint of size ${checkpoint.size}`,
  );
  return findings.result();
}
