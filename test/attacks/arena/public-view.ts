import { readFileSync } from 'node:fs';
import { decodeLogEntry, type LogEntry } from '#libs/core/wire';
import { LogMonitor, type MonitorFinding } from '#libs/core/monitor';
import { treeRoot, type Vkey } from '#libs/core/tlog';
import { NativeVerifier } from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import { createHash } from 'node:crypto';
import { describeEntries, pinnedKey, readPublicLog } from '../../faults/evidence/public-log.js';
import type { EntryInLog } from '../../faults/evidence/records.js';
import { until } from '../../faults/waiting.js';

/** One entry, read as far as it can be. */
export interface SeenEntry {
  readonly logIndex: number;
  /** undefined where nobody can read it. */
  readonly entry: LogEntry | undefined;
  readonly described: EntryInLog | undefined;
}

const leafOf = (entry: Uint8Array): Uint8Array => createHash('sha256').update(Uint8Array.of(0)).update(entry).digest();

/** Somebody outside who follows the public log by the pinned key, as `cairn log follow` does. */
export class PublicView {
  readonly entries: SeenEntry[] = [];
  private readonly monitor: LogMonitor;
  private readonly vkey: Vkey;

  constructor(private readonly dataFolder: string) {
    this.vkey = pinnedKey(dataPaths(dataFolder).policy);
    this.monitor = new LogMonitor(this.vkey.name, new NativeVerifier());
  }

  get policy(): Uint8Array {
    return readFileSync(dataPaths(this.dataFolder).policy);
  }

  get origin(): string {
    return this.vkey.name;
  }

  /** Of entry 0, with which the operator begins the log. */
  operatorKeyId(): Uint8Array {
    const first = this.entries[0]?.entry;
    if (first?.kind !== 'event') throw new Error('the log has not been read yet');
    return first.event.signerKeyId;
  }

  get size(): number {
    return this.entries.length;
  }

  /** Reads on until the log has so many entries. @returns what the monitor finds @throws when they do not come */
  async readTo(size: number): Promise<MonitorFinding[]> {
    const findings: MonitorFinding[] = [];
    const read = async (): Promise<boolean> => {
      const log = await readPublicLog(dataPaths(this.dataFolder).log, this.vkey).catch(missingFile);
      if (!log || log.checkpoint.size < size) return false;
      const { checkpoint, entries } = log;
      const root = treeRoot(entries.map(leafOf));
      if (!Buffer.from(root).equals(checkpoint.root)) throw new Error('the entries are not those of the checkpoint');
      const news = entries.slice(this.entries.length);
      for (const bytes of news) this.entries.push(readEntry(bytes, this.entries.length));
      findings.push(...(await this.monitor.take(news)), ...this.monitor.endOfCheckpoint());
      return true;
    };
    await until(`the public log has ${size} entries`, read, { timeoutMs: 60_000, everyMs: 50 });
    return findings;
  }
}

/** A partial bundle that has just been replaced by a longer one: it is read again. */
function missingFile(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function readEntry(bytes: Uint8Array, logIndex: number): SeenEntry {
  try {
    const [described] = describeEntries([bytes]);
    return { logIndex, entry: decodeLogEntry(bytes), described: { ...described!, logIndex } };
  } catch {
    return { logIndex, entry: undefined, described: undefined };
  }
}
