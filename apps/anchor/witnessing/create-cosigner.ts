import type { LogStorage } from '#libs/log/storage';
import type { Clock } from '#libs/log/ledger';
import { isLoopback } from '#libs/host/addresses';
import { ConfigurationError } from '#libs/host/service';
import type { SignatureVerifier } from '#libs/core/signatures';
import { consistencyProof, KeyType, type Policy, type PolicyWitness, type TwoSizes } from '#libs/core/tlog';
import { verifyEd25519With, WitnessClient } from '#libs/log/witness';
import { AskedWitness } from './asked-witness.js';
import { PolicyCosigner } from './policy-cosigner.js';
import type { WitnessState } from './witness-state.js';

export interface CosignerOptions {
  readonly policy: Policy;
  /** Addresses by the witness's name in the policy; they count before those in the policy. */
  readonly urls: ReadonlyMap<string, string>;
  readonly storage: LogStorage;
  readonly verifier: SignatureVerifier;
  readonly clock: Clock;
  /** For what one witness may take, and for a round. */
  readonly timeoutMs: number;
  readonly cosignEveryMs: number;
  readonly onOutcome: (state: WitnessState) => void;
}

/**
 * The cosigner of a policy.
 * @throws {ConfigurationError} when its quorum can never be met: too few of its witnesses have an address, or a name is not in the policy.
 */
export function createCosigner(options: CosignerOptions): PolicyCosigner {
  const { policy, urls, storage, verifier, clock, timeoutMs, cosignEveryMs, onOutcome } = options;
  requireKnown(policy, urls);
  const verify = verifyEd25519With(verifier);
  const witnesses = policy.witnesses.flatMap((witness) => {
    const url = urls.get(witness.name) ?? witness.url;
    if (url === undefined || witness.vkey.type !== KeyType.cosignature) return [];
    const client = new WitnessClient({ witness: { ...witness, url }, verify, clock });
    const isElsewhere = !isLoopback(new URL(url).hostname);
    const proofOf = (sizes: TwoSizes) => consistencyProof(storage, sizes);
    return [new AskedWitness(client, { timeoutMs, isElsewhere, onOutcome, consistencyProof: proofOf })];
  });
  const cosigner = new PolicyCosigner({ policy, witnesses, clock, freshMs: cosignEveryMs / 2, timeoutMs });
  if (!cosigner.couldMeetQuorum)
    throw new ConfigurationError(
      `policy.txt asks for the quorum ${policy.quorum}, and too few of its witnesses have an address. Add their URLs to their lines.`,
    );
  return cosigner;
}

function requireKnown({ witnesses }: Policy, urls: ReadonlyMap<string, string>): void {
  const isKnown = (name: string): boolean => witnesses.some((witness: PolicyWitness) => witness.name === name);
  const stranger = [...urls.keys()].find((name) => !isKnown(name));
  if (stranger !== undefined)
    throw new ConfigurationError(`CAIRN_ANCHOR_WITNESS_URLS: policy.txt names no witness ${stranger}.`);
}
