import type { Shipment } from './shipment.js';
import type { Cell } from './values.js';

/** Counts what did not become a scan or a claim, and why, in the words of the file. */
export class LeftOut {
  private readonly counts = new Map<string, number>();
  private readonly taken = new Map<string, number>();

  /** @param step a step of which this line gives no scan. */
  scan(step: string, reason: string): void {
    add(this.counts, `no scan «${step}»: ${reason}`);
  }

  countValues({ mode, incoterm, site, siteCountry, insurance, weight, freight }: Shipment): void {
    const cells: readonly (readonly [string, Cell<unknown>])[] = [
      ['mode of transport', mode],
      ['trade term', incoterm],
      ['manufacturing site', site],
      ['insurance', insurance],
      ['weight', weight],
      ['freight', freight],
    ];
    for (const [name, cell] of cells) {
      if (cell.kind === 'none')
        add(this.counts, `no ${name}: ${cell.words.replace(/, says line \d+$/, ' (on the line referred to)')}`);
    }
    if (site.kind === 'value' && siteCountry === undefined) {
      add(this.counts, 'no country of manufacture: the name of the site does not tell it');
    }
    if (weight.kind === 'value' && weight.value.fromId !== undefined) add(this.taken, 'weight');
    if (freight.kind === 'value' && freight.value.fromId !== undefined) add(this.taken, 'freight');
  }

  /** The most frequent first. */
  reasons(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([, one], [, other]) => other - one));
  }

  /** Values taken from the line that is referred to. */
  resolved(): Record<string, number> {
    return Object.fromEntries(this.taken);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
