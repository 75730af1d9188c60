import { parsePolicy, sha256 } from '#libs/core/tlog';

/** Where the pinned policy came from: it says how much a verdict against it is worth. */
export type PolicySource =
  /** Taken from the server that is being checked, when this browser first met it. Shows later changes, nothing else. */
  | 'first-use'
  /** From the server, and the officer says that the fingerprint was compared with one that came another way. */
  | 'compared'
  /** Loaded by the officer from a file. */
  | 'file';

export interface PinnedPolicy {
  readonly text: string;
  readonly source: PolicySource;
  /** When it was pinned, RFC 3339. */
  readonly since: string;
}

const KEY = 'cairn.policy.v1';

/** Keeps the policy in this browser, so that a server that changes its keys is noticed the next time. */
export class PolicyStore {
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {}

  read(): PinnedPolicy | null {
    try {
      const kept = JSON.parse(this.storage.getItem(KEY) ?? 'null') as PinnedPolicy | null;
      if (kept === null) return null;
      parsePolicy(kept.text);
      return kept;
    } catch {
      // Something else lies there: as good as nothing, and never a policy.
      return null;
    }
  }

  /** @throws {TlogError} POLICY_MALFORMED when the text is no policy; what was pinned before stays. */
  pin(text: string, source: PolicySource): PinnedPolicy {
    parsePolicy(text);
    const pinned = { text, source, since: new Date().toISOString() };
    this.storage.setItem(KEY, JSON.stringify(pinned));
    return pinned;
  }
}

/** SHA-256 of the policy file in groups of four hex digits, to compare with a printed one (`sha256sum policy.txt`). */
export function fingerprintOf(text: string): string {
  const hex = [...sha256(new TextEncoder().encode(text))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replaceAll(/(.{4})(?=.)/gu, '$1 ');
}
