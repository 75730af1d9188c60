import { EventKind, eventKindName } from '#libs/core/wire';
import { LedgerReader } from '#libs/log/ledger';
import { isScan } from '../../faults/evidence/records.js';
import { Findings } from '../../faults/checks/result.js';
import { lookAtPrivateParts } from '../../faults/checks/private-parts.js';
import type { SeenEntry } from '../arena/public-view.js';
import type { Trial, Violations } from './trial.js';

const OUTSIDE: readonly EventKind[] = [EventKind.PARTY, EventKind.ENROL];

/** What came into the public log since the attack began: scans that honest devices have stored, each once, and nothing else. */
export function checkLog({ arena, aftermath, before }: Trial): Violations {
  const { view, honest } = arena;
  const violations: string[] = [];
  const stored = new Set(honest.flatMap(({ scans }) => [...scans.values()].map(({ statementHash }) => statementHash)));
  const allowed = new Set(aftermath.mayBeLogged);
  const seen = new Map<string, number>();
  for (const one of view.entries) {
    const { described, logIndex } = one;
    const isNew = logIndex >= before.size;
    if (described && isScan(described)) {
      const earlier = seen.get(described.statementHash);
      if (earlier !== undefined && isNew) violations.push(`a scan stands at ${earlier} and again at ${logIndex}`);
      seen.set(described.statementHash, logIndex);
      if (isNew && !stored.has(described.statementHash) && !allowed.has(described.statementHash))
        violations.push(`entry ${logIndex} is a scan that no honest device made: counter ${described.counter}`);
    } else if (isNew) violations.push(...eventViolations(one, aftermath.mayBeNoticed ?? []));
  }
  for (const device of honest) {
    for (const [counter, { statementHash, logIndex }] of device.scans) {
      if (logIndex !== undefined && logIndex < view.size && seen.get(statementHash) !== logIndex)
        violations.push(`scan ${counter} of ${device.id} has a receipt for ${logIndex} and is not there`);
    }
  }
  for (const hash of aftermath.mustBeLogged ?? [])
    if (!seen.has(hash)) violations.push(`a good scan was not logged: ${hash.slice(0, 8)}`);
  return violations;
}

function eventViolations({ logIndex, entry }: SeenEntry, mayBeNoticed: readonly string[]): string[] {
  if (!entry) return [`nobody can read entry ${logIndex}`];
  if (entry.kind !== 'event') return [];
  const kind = eventKindName(entry.event.kind);
  if (OUTSIDE.includes(entry.event.kind as EventKind) || mayBeNoticed.includes(kind ?? '')) return [];
  return [`entry ${logIndex} is an event of kind ${kind ?? entry.event.kind}`];
}

/** Every scan that was logged since the attack began has the URIs and disclosures that open its commitments. */
export async function checkPrivateParts({ arena, before }: Trial): Promise<Violations> {
  const findings = new Findings('privateParts', 'scans');
  const reader = LedgerReader.open({
    databaseUrl: arena.live.node.databaseUrl,
    name: 'cairn-attacks',
    connectionsMax: 1,
  });
  try {
    lookAtPrivateParts(await reader.entries({ from: before.size, to: arena.view.size }), findings);
  } catch (error) {
    return [`private parts: ${(error as Error).message}`];
  } finally {
    await reader.close();
  }
  const { violations, texts } = findings.result();
  return violations > 0 ? texts : [];
}
