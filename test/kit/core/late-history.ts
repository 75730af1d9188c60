import fc from 'fast-check';
import { chainsInto } from '#libs/core/keys';
import { bytesEqual, type LastStatement, statementBytes, statementHash } from '#libs/core/wire';
import { sha256 } from '#libs/core/tlog';
import { Fleet, TestDevice } from './fleet.js';
import { aSigner, reset, retire, rotate } from './key-events.js';
import { seedOf } from './memory-log.js';
import type { SignedByDevice } from './monitored.js';

/** What happens to a device. Numbers are taken modulo what there is. */
export type Step =
  | { readonly do: 'sign'; readonly count: number }
  | { readonly do: 'arrive'; readonly pick: number }
  | { readonly do: 'end'; readonly how: 'rotate' | 'boot' | 'boot with a key' | 'retire' }
  | { readonly do: 'forge'; readonly segment: number; readonly counter: number; readonly behind: number };

const aStep = {
  sign: fc.record({ do: fc.constant('sign' as const), count: fc.integer({ min: 1, max: 4 }) }),
  arrive: fc.record({ do: fc.constant('arrive' as const), pick: fc.nat(50) }),
  end: fc.record({
    do: fc.constant('end' as const),
    how: fc.constantFrom('rotate', 'boot', 'boot with a key', 'retire'),
  }),
  forge: fc.record({ do: fc.constant('forge' as const), segment: fc.nat(5), counter: fc.nat(9), behind: fc.nat(3) }),
};

/** Steps of a device whose keys end while it is offline. */
export const honestSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: aStep.sign },
    { weight: 9, arbitrary: aStep.arrive },
    { weight: 2, arbitrary: aStep.end },
  ),
  { minLength: 5, maxLength: 40 },
);
/** And of a thief of its old keys, whom the operator lets in. */
export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: aStep.sign },
    { weight: 8, arbitrary: aStep.arrive },
    { weight: 2, arbitrary: aStep.end },
    { weight: 2, arbitrary: aStep.forge },
  ),
  { minLength: 5, maxLength: 40 },
);

interface EndedKey {
  readonly last: LastStatement;
  readonly from: number;
  readonly closedIndex: number;
  readonly device: TestDevice;
  readonly keyId: Uint8Array;
}

/** A log of one device through some steps. */
export class LateHistory {
  readonly fleet = new Fleet();
  /** Sizes between two commits. */
  readonly commits: number[] = [];
  private readonly device = this.fleet.partyWithDevice('Maker');
  private from = 1;
  private isRetired = false;
  private readonly ended: EndedKey[] = [];
  /** Signed, and not logged. */
  private readonly waiting: SignedByDevice[] = [];
  /** Late, and held until they chain. */
  private readonly held: SignedByDevice[] = [];
  private readonly logged: { readonly signed: SignedByDevice; readonly logIndex: number }[] = [];

  /** @param isHonest whether the operator logs late scans only when they chain, as the sequencer does */
  constructor(
    steps: readonly Step[],
    private readonly isHonest: boolean,
  ) {
    // So that nearly every history has late scans.
    for (const step of [{ do: 'sign', count: 4 }, { do: 'end', how: 'rotate' }, ...steps] satisfies Step[]) {
      this.take(step);
      this.commits.push(this.fleet.log.size);
    }
  }

  get lateCount(): number {
    return this.logged.filter(({ signed, logIndex }) => logIndex > (this.endOf(signed)?.closedIndex ?? Infinity))
      .length;
  }

  /** Entries whose scan came late and does not chain, by the rule as it is written: from each up to the last statement. */
  chainless(): number[] {
    return this.logged.flatMap(({ signed, logIndex }) => {
      const key = this.endOf(signed);
      if (!key || logIndex < key.closedIndex) return [];
      const headerHashes: Uint8Array[] = [];
      for (let counter = signed.counter + 1; counter <= key.last.counter; counter++) {
        const above = this.loggedAt(key, counter);
        if (!above) return [logIndex];
        headerHashes.push(sha256(above.header));
      }
      const into = { boot: key.last.boot, counter: key.last.counter, hash: key.last.statementHash! };
      const late = { counter: signed.counter, hash: statementHash(signed) };
      return chainsInto(signed, late, headerHashes, into) ? [] : [logIndex];
    });
  }

  private take(step: Step): void {
    const { device } = this;
    if (step.do === 'sign') {
      for (let at = 0; at < step.count && !this.isRetired; at++)
        this.waiting.push(device.sign({ bizStep: at % 2 === 0 ? 'shipping' : 'receiving' }));
    } else if (step.do === 'end') this.end(step.how);
    else if (step.do === 'forge') this.forge(step);
    else if (this.waiting.length > 0) {
      const [signed] = this.waiting.splice(step.pick % this.waiting.length, 1);
      const key = this.endOf(signed!);
      if (!this.isHonest || !key) this.log(signed!);
      else {
        this.held.push(signed!);
        this.logWhatChains(key);
      }
    }
  }

  private end(how: Extract<Step, { do: 'end' }>['how']): void {
    const { device, from, isRetired } = this;
    const { keyId } = device.signer;
    const name = `${this.fleet.log.size} ${how}`;
    const last = device.last();
    const old = new TestDevice(this.fleet.log, device.id, device.party, device.signer);
    old.boot = device.boot;
    const closedIndex =
      isRetired || how === 'boot with a key'
        ? reset(device, name, { key: aSigner(name) })
        : how === 'rotate'
          ? rotate(device, aSigner(name))
          : how === 'boot'
            ? reset(device, name)
            : retire(device);
    if (!isRetired && last.counter >= from) this.ended.push({ last, from, closedIndex, device: old, keyId });
    this.isRetired = !isRetired && how === 'retire';
    this.from = !isRetired && how === 'rotate' ? last.counter + 1 : 1;
  }

  /** A thief signs a counter of an old key, behind whatever stands there or behind nothing. */
  private forge({ segment, counter, behind }: Extract<Step, { do: 'forge' }>): void {
    const key = this.ended[segment % Math.max(1, this.ended.length)];
    if (!key) return;
    const at = key.from + (counter % (key.last.counter - key.from + 1));
    if (this.loggedAt(key, at) || this.held.some((one) => this.isAt(one, key, at))) return;
    const before = behind === 0 ? undefined : this.loggedAt(key, at - 1);
    const thief = new TestDevice(this.fleet.log, key.device.id, key.device.party, key.device.signer);
    thief.boot = key.device.boot;
    thief.loseScans(at - 1);
    const signed = thief.sign({ bizStep: 'storing' });
    const previous = at === 1 ? signed.previous : before ? statementHash(before) : seedOf(`behind ${at}`);
    const fields = { ...signed, previous };
    const ofThief = { ...fields, signature: thief.signer.sign(statementBytes(fields)) };
    const own = this.waiting.findIndex((one) => this.isAt(one, key, at));
    if (own >= 0) this.waiting.splice(own, 1); // a counter is logged once
    this.log(ofThief);
  }

  /** As the sequencer: down from the last statement through what is logged and what is held, then in ascending order. */
  private logWhatChains(key: EndedKey): void {
    const chained: SignedByDevice[] = [];
    for (let counter = key.last.counter; counter >= key.from; counter--) {
      if (this.loggedAt(key, counter)) continue;
      const held = this.held.find((one) => this.isAt(one, key, counter));
      if (!held) break;
      chained.push(held);
    }
    for (const signed of chained.toReversed()) {
      this.held.splice(this.held.indexOf(signed), 1);
      this.log(signed);
    }
  }

  private log(signed: SignedByDevice): void {
    this.logged.push({ signed, logIndex: this.device.deliver(signed) });
  }

  private endOf({ boot, keyId }: SignedByDevice): EndedKey | undefined {
    return this.ended.find((key) => bytesEqual(key.last.boot, boot) && bytesEqual(key.keyId, keyId));
  }

  private loggedAt(key: EndedKey, counter: number): SignedByDevice | undefined {
    return this.logged.find(({ signed }) => this.isAt(signed, key, counter))?.signed;
  }

  private isAt(signed: SignedByDevice, { last }: EndedKey, counter: number): boolean {
    return bytesEqual(signed.boot, last.boot) && signed.counter === counter;
  }
}
