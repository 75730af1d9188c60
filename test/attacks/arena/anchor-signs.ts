import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveNode } from './live-node.js';

/** What an operator can see of the anchor: its metrics, what it writes, its memory. */
export interface AnchorSigns {
  /** Sums over all labels, by name. */
  readonly totals: ReadonlyMap<string, number>;
  /** `cairn_anchor_rejects_total` by reason. */
  readonly rejects: ReadonlyMap<string, number>;
  readonly logBytes: number;
  readonly memoryBytes: number;
}

export async function readSigns(live: LiveNode): Promise<AnchorSigns> {
  const metrics = await fetch(`${live.anchorHealthUrl}/metrics`, { signal: AbortSignal.timeout(30_000) }).then(
    (answer) => answer.text(),
    () => '',
  );
  const totals = new Map<string, number>();
  const rejects = new Map<string, number>();
  for (const [, name, labels, value] of metrics.matchAll(/^(cairn_anchor_\w+)(\{[^}]*\})? (\S+)$/gmu)) {
    totals.set(name!, (totals.get(name!) ?? 0) + Number(value));
    const reason = name === 'cairn_anchor_rejects_total' ? /reason="([^"]*)"/u.exec(labels ?? '')?.[1] : undefined;
    if (reason !== undefined) rejects.set(reason, Number(value));
  }
  return { totals, rejects, logBytes: logText(live).length, memoryBytes: residentBytes(live) };
}

/** What the anchor has written since. */
export const writtenSince = (live: LiveNode, { logBytes }: Pick<AnchorSigns, 'logBytes'>): string[] =>
  logText(live)
    .subarray(logBytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');

function logText(live: LiveNode): Buffer {
  const file = join(live.node.folder, 'logs', 'anchor.log');
  return existsSync(file) && statSync(file).size > 0 ? readFileSync(file) : Buffer.alloc(0);
}

function residentBytes(live: LiveNode): number {
  try {
    const status = readFileSync(`/proc/${live.anchorProcess}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0; // down at the moment
  }
}
