import type { SeenCheckpoint } from '#libs/core/wire';
import type { CommittedRoots } from './committed-roots.js';
import { hex, short } from './findings.js';

/** What a device said that the log does not bear out. Its word alone: nothing that the node keeps differs for it. */
export interface DeviceMisfit {
  readonly code: 'SEEN_CHECKPOINT';
  /** Entry in which it says so. */
  readonly logIndex: number;
  readonly text: string;
}

/** One device repeats itself with each scan: who wants them all has the entries. */
const MISFITS_MAX = 5;

/** Compares the checkpoints that devices say to have seen with the roots that were committed. */
export class SeenCheckpoints {
  readonly first: DeviceMisfit[] = [];
  count = 0;

  constructor(private readonly roots: CommittedRoots) {}

  /** A device that was shown another history tells so with each scan; one that lies does too. */
  take(logIndex: number, device: Uint8Array, { size, root }: SeenCheckpoint): void {
    const committed = this.roots.find(size);
    if (size > logIndex) this.add(logIndex, device, `a checkpoint of ${size} entries, which the log had not then`);
    else if (committed && !committed.equals(root))
      this.add(logIndex, device, `${short(root)} at size ${size}, log_root has ${short(committed)}`);
  }

  private add(logIndex: number, device: Uint8Array, what: string): void {
    this.count++;
    if (this.first.length >= MISFITS_MAX) return;
    const text = `entry ${logIndex} says that its device ${hex(device)} had seen ${what}`;
    this.first.push({ code: 'SEEN_CHECKPOINT', logIndex, text });
  }
}
