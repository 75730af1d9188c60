import { LedgerReader, type StoredEntry } from '#libs/log/ledger';
import { checkScanPrivateParts, decodeLogEntry, decodePrivatePart, decodeScanHeader } from '#libs/core/wire';
import { type CheckResult, Findings } from './result.js';

const ENTRIES_PER_QUERY = 1_000;

/** P1, disclosures included: what is not in the public log was durable before the receipt as well, and still opens the commitments. */
export async function checkPrivateParts(databaseUrl: string, size: number): Promise<CheckResult> {
  const findings = new Findings('privateParts', 'scans');
  const reader = LedgerReader.open({ databaseUrl, name: 'cairn-faults', connectionsMax: 1 });
  try {
    for (let from = 0; from < size; from += ENTRIES_PER_QUERY) {
      lookAtPrivateParts(await reader.entries({ from, to: from + ENTRIES_PER_QUERY }), findings);
    }
  } finally {
    await reader.close();
  }
  return findings.result();
}

export function lookAtPrivateParts(entries: readonly StoredEntry[], findings: Findings): void {
  for (const entry of entries) look(entry, findings);
}

function look({ logIndex, entry, privatePart }: StoredEntry, findings: Findings): void {
  const decoded = decodeLogEntry(entry);
  if (decoded.kind === 'event') return;
  findings.saw();
  if (!privatePart) return findings.violated(`entry ${logIndex} has lost its URIs and disclosures`);
  try {
    const { uris, disclosures } = decodePrivatePart(privatePart);
    checkScanPrivateParts(decodeScanHeader(decoded.scan.header), uris, disclosures);
  } catch (error) {
    findings.violated(`entry ${logIndex}: ${(error as Error).message}`);
  }
}
