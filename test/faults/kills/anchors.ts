/** One anchor process of a node, as its health port shows it. */
export interface AnchorView {
  /** Name among the processes of the node. */
  readonly name: string;
  readonly isActive: boolean;
  /** Of its latest lease, 0 before the first. */
  readonly epoch: number;
  /** Whether it says that it works, active or standing by. */
  readonly isReady: boolean;
}

/** Between those of two anchors of one `cairn up`. */
export const HEALTH_PORT_STEP = 10;
const ANSWER_TIMEOUT_MS = 1_000;

/** Asks the anchors of a node what they are doing. One that is stopped or down does not answer and is left out. */
export class Anchors {
  constructor(
    private readonly count: number,
    private readonly firstHealthPort: number,
  ) {}

  async views(): Promise<AnchorView[]> {
    const views = await Promise.all(Array.from({ length: this.count }, (_, n) => this.view(n)));
    return views.filter((view) => view !== null);
  }

  async active(): Promise<AnchorView | undefined> {
    return (await this.views()).find(({ isActive }) => isActive);
  }

  async named(name: string): Promise<AnchorView | undefined> {
    return (await this.views()).find((view) => view.name === name);
  }

  private async view(n: number): Promise<AnchorView | null> {
    const url = `http://127.0.0.1:${this.firstHealthPort + HEALTH_PORT_STEP * n}`;
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    try {
      const metrics = await (await fetch(`${url}/metrics`, { signal })).text();
      const { ok: isReady } = await fetch(`${url}/health/ready`, { signal });
      const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(metrics)?.[1] ?? 0);
      return {
        name: this.count === 1 ? 'anchor' : `anchor-${n + 1}`,
        isActive: value('cairn_anchor_active') === 1,
        epoch: value('cairn_anchor_lease_epoch'),
        isReady,
      };
    } catch {
      return null;
    }
  }
}
