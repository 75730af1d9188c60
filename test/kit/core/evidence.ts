import { sha256 } from '#libs/core/tlog';
import { NativeVerifier } from '#libs/host/keys';
import { assembleEvidence } from '../../../libs/core/evidence/assemble.js';
import { encodeEvidence, type EvidenceBundle, type EvidenceVersion } from '../../../libs/core/evidence/bundle.js';
import { gatherTrail } from '../../../libs/core/evidence/gather.js';
import type { ReadEntries } from '../../../libs/core/entries/read-entries.js';
import { type ReadEntry, readEntry } from '../../../libs/core/entries/read-entry.js';
import { sharedProof } from '../../../libs/core/evidence/shared-proof.js';
import { type HeaderRequest, TrailReader, type TrailRequest } from '../../../libs/core/evidence/trail-reader.js';
import { objectKey, type Tier } from '../../../libs/core/wire/index.js';
import type { CheckCode, CheckResult } from '../../../libs/core/verdict/checks.js';
import { judgeEvidence } from '../../../libs/core/verdict/judge.js';
import type { Verdict } from '../../../libs/core/verdict/verdict.js';
import { ITEM } from './fleet.js';
import type { MemoryLog } from './memory-log.js';
import { gatherVersion1 } from './version-1/gather.js';

/** Reads trails of a log in memory and counts how often it was asked. */
export class MemoryTrailReader extends TrailReader {
  roundTrips = 0;
  entriesRead = 0;
  constructor(private readonly log: MemoryLog) {
    super();
  }

  async readTrails(requests: readonly TrailRequest[], entries: ReadEntries): Promise<ReadEntry[][]> {
    this.roundTrips++;
    return requests.map(({ key, from, before, limit }) =>
      this.log
        .trail(key)
        .filter(({ logIndex }) => from <= logIndex && logIndex < before)
        .slice(0, limit)
        .map((given) => {
          this.entriesRead++;
          return entries.take(given.logIndex, () => readEntry(given));
        }),
    );
  }

  async firstIndexes(timesMs: readonly number[]): Promise<number[]> {
    this.roundTrips++;
    return timesMs.map((timeMs) => this.log.firstIndex(timeMs));
  }

  async readHeaderHashes(requests: readonly HeaderRequest[]): Promise<Uint8Array[][]> {
    this.roundTrips++;
    return requests.map((request) => headerHashes(this.log, request));
  }
}

/** Hashes of the headers of a boot's logged scans, from one counter to another. */
function headerHashes(log: MemoryLog, { boot, from, to }: HeaderRequest): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let counter = from; counter <= to; counter++) {
    const scan = log.scanOf(boot, counter);
    if (!scan) break;
    hashes.push(sha256(scan.header));
  }
  return hashes;
}

export interface EvidenceOptions {
  readonly object?: string;
  readonly tier?: Tier;
  /** 1: as evidence was made before version 2. */
  readonly version?: EvidenceVersion;
}

/** Evidence of an object under the newest checkpoint of a log: made exactly as the API makes it. */
export async function evidenceOf(
  log: MemoryLog,
  { object = ITEM, tier = 'customs', version = 2 }: EvidenceOptions = {},
): Promise<string> {
  const { size, origin } = log;
  const reader = new MemoryTrailReader(log);
  const gathered =
    version === 2
      ? await gatherTrail({ object, origin, size, reader })
      : await gatherVersion1({ object: objectKey(object), origin, size, reader });
  const bundle = { gathered, object, tier, checkpoint: log.checkpoint(), size, hashAt: log.hashAt };
  return new TextDecoder().decode(assembleEvidence(bundle));
}

/** The same in version 1, which is judged for ever as on its day, and made no more. */
export const version1EvidenceOf = (log: MemoryLog, options: EvidenceOptions = {}): Promise<string> =>
  evidenceOf(log, { ...options, version: 1 });

/** Any entries of a log as a bundle, with a proof that fits: what a forger with the whole public log can make. */
export function bundleOf(log: MemoryLog, logIndexes: readonly number[], changes: Partial<EvidenceBundle> = {}): string {
  const indexes = [...logIndexes].sort((one, other) => one - other);
  return encodeEvidence({
    version: 1,
    object: ITEM,
    checkpoint: log.checkpoint(),
    chains: [],
    entries: indexes.map((logIndex) => log.entry(logIndex)),
    omitted: [],
    proof: sharedProof({ size: log.size, indexes }, log.hashAt),
    until: log.size,
    ...changes,
  });
}

const verifier = new NativeVerifier();

export interface JudgeOptions extends EvidenceOptions {
  readonly evidence?: string;
  readonly policy?: string;
  /** Canonical URI that was asked for. */
  readonly wanted?: string;
}

/** Judges evidence of a log under its own policy, unless the test brings others. */
export async function judge(
  log: MemoryLog,
  { evidence, policy, wanted, ...options }: JudgeOptions = {},
): Promise<Verdict> {
  return judgeEvidence({
    evidence: evidence ?? (await evidenceOf(log, options)),
    policy: policy ?? log.policy(),
    verifier,
    ...(wanted !== undefined && { object: wanted }),
  });
}

/** The results of one check. */
export const resultsOf = ({ checks }: Verdict, code: CheckCode): CheckResult[] =>
  checks.filter((check) => check.code === code).map(({ result }) => result);
