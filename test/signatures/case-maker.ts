import { Random } from '../faults/random.js';
import type { CaseKind, SignatureCase } from './case.js';
import { ed25519Kinds } from './ed25519-cases.js';
import { Ed25519Stock } from './ed25519-stock.js';
import { P256Stock, p256Kinds } from './p256-cases.js';

/** Signatures of every kind in an endless row that a seed repeats. */
export class CaseMaker {
  private readonly kinds: readonly CaseKind[];
  private readonly weight: number;

  constructor(private readonly seed: number) {
    const random = new Random(seed);
    this.kinds = [...ed25519Kinds(new Ed25519Stock(random)), ...p256Kinds(new P256Stock(random))];
    this.weight = this.kinds.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** The case at a place of the row, whatever was made before. */
  at(place: number): SignatureCase {
    const random = new Random(this.seed ^ Math.imul(place + 1, 0x9e3779b1));
    let rest = random.next() * this.weight;
    const kind = this.kinds.find(({ weight }) => (rest -= weight) < 0) ?? this.kinds[0]!;
    return { kind: kind.kind, ...kind.make(random) };
  }

  get kindNames(): string[] {
    return this.kinds.map(({ kind }) => kind);
  }
}
