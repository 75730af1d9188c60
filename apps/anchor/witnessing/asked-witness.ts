import type { TwoSizes } from '#libs/core/tlog';
import type { CosignOutcome, WitnessClient } from '#libs/log/witness';
import type { SignedCheckpoint } from './cosigner.js';
import { textOf, type WitnessState } from './witness-state.js';

/** A cosignature as it goes into the note. */
export interface Cosigned {
  readonly size: number;
  readonly line: string;
  readonly timeMs: number;
}

/** One witness, what it last said, and its newest cosignature. Asked one thing at a time, so that a slow one is not flooded. */
export class AskedWitness {
  private asking: Promise<void> | null = null;
  private latest: CosignOutcome | null = null;
  private newest: Cosigned | null = null;

  constructor(
    private readonly client: WitnessClient,
    private readonly options: {
      readonly timeoutMs: number;
      /** It has a clock of its own, as far as its address says. */
      readonly isElsewhere: boolean;
      readonly consistencyProof: (sizes: TwoSizes) => Promise<readonly Uint8Array[]>;
      readonly onOutcome: (state: WitnessState) => void;
    },
  ) {}

  get name(): string {
    return this.client.name;
  }

  get isElsewhere(): boolean {
    return this.options.isElsewhere;
  }

  get outcome(): CosignOutcome | null {
    return this.latest;
  }

  get state(): WitnessState {
    const { name, latest, newest } = this;
    const text = latest ? textOf(latest) : 'not asked yet';
    return {
      name,
      latest: latest?.kind ?? null,
      text,
      size: newest?.size ?? null,
      cosignedTimeMs: newest?.timeMs ?? null,
    };
  }

  /** Its cosignature of this size, if it has given one. */
  cosigned(size: number): Cosigned | null {
    return this.newest?.size === size ? this.newest : null;
  }

  /** Resolves when it has answered, in whatever way. One that is still busy with another question is not asked. */
  ask(checkpoint: SignedCheckpoint): Promise<void> {
    this.asking ??= this.askNow(checkpoint).finally(() => (this.asking = null));
    return this.asking;
  }

  private async askNow({ size, note }: SignedCheckpoint): Promise<void> {
    const { timeoutMs, consistencyProof, onOutcome } = this.options;
    const text = new TextDecoder().decode(note);
    const outcome = await this.client.cosign({ note: text, consistencyProof, timeoutMs });
    this.latest = outcome;
    if (outcome.kind === 'cosigned') this.newest = { size, line: outcome.line, timeMs: outcome.timeSeconds * 1_000 };
    onOutcome(this.state);
  }
}
