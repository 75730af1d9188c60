import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenCheckpoints } from '../checks/checkpoints.js';

// Publications are at least 100 ms apart.
const LOOK_EVERY_MS = 15;
const LOOK_INTO_STORE_EVERY = 20;

/** Keeps every checkpoint that a node shows or stores while it runs, as a suspicious reader would. */
export class CheckpointCollector {
  private readonly notes = new Set<string>();
  private readonly stored = new Map<string, string>();
  private readonly conflicts: string[] = [];
  private looks = 0;
  private readonly timer = setInterval(() => this.look(), LOOK_EVERY_MS);

  constructor(
    private readonly shownFile: string,
    private readonly storeFolder: string,
  ) {}

  stop(): SeenCheckpoints {
    clearInterval(this.timer);
    this.looks = 0;
    this.look();
    return { notes: [...this.notes], conflicts: this.conflicts };
  }

  private look(): void {
    const shown = readIfThere(this.shownFile);
    if (shown !== null) this.notes.add(shown);
    if (this.looks++ % LOOK_INTO_STORE_EVERY === 0) this.lookIntoStore();
  }

  /** Stored ones are created once and never change, whoever comes after. */
  private lookIntoStore(): void {
    for (const name of readdirSync(this.storeFolder).filter((each) => each.endsWith('.checkpoint'))) {
      const note = readIfThere(join(this.storeFolder, name));
      if (note === null) continue; // the oldest ones are tidied away
      const before = this.stored.get(name);
      if (before !== undefined && before !== note) this.conflicts.push(`the stored file ${name} was changed`);
      this.stored.set(name, note);
      this.notes.add(note);
    }
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
