import type { Effect, Faults } from '#libs/log/ledger';

export type Moment = 'before' | 'after';

export interface ArmedEffect {
  readonly effect: Effect;
  readonly moment: Moment;
}

/** Written at the same time: for a fault the other one waits, so that each case is always the same case. */
const AT_ONCE: Partial<Record<Effect, Effect>> = { tiles: 'bundles', bundles: 'tiles' };

/** Strikes once, before or after one effect. */
export class EffectFault implements Faults {
  hits = 0;
  private armed: ArmedEffect | undefined;
  private struck: () => void = () => {};
  private whenStruck: Promise<void> = Promise.resolve();

  /** @param strike what happens there: it throws, or it ends the process. */
  constructor(private readonly strike: (armed: ArmedEffect) => Promise<never>) {}

  arm(armed: ArmedEffect): void {
    this.whenStruck = new Promise((resolve) => (this.struck = resolve));
    this.armed = armed;
  }

  async before(effect: Effect): Promise<void> {
    await this.hit({ effect, moment: 'before' });
    if (this.armed && AT_ONCE[this.armed.effect] === effect) await this.whenStruck;
  }

  after(effect: Effect): Promise<void> {
    return this.hit({ effect, moment: 'after' });
  }

  private async hit(place: ArmedEffect): Promise<void> {
    if (this.armed?.effect !== place.effect || this.armed.moment !== place.moment) return;
    this.hits++;
    try {
      await this.strike(place);
    } finally {
      this.armed = undefined;
      this.struck();
    }
  }
}
