// Bodies of events that are about goods, documents and codes, not about keys.

/** How far a recall has come. */
export const RecallStatus = { OPEN: 1, EXTENDED: 2, CLOSED: 3 } as const;
export type RecallStatus = (typeof RecallStatus)[keyof typeof RecallStatus];

/** What a party is to codes. */
export const CodesRole = {
  /** It may say what is made under them. */
  OWNER: 1,
  /** It makes things under them, beside the owner. */
  MADE_BY: 2,
} as const;
export type CodesRole = (typeof CodesRole)[keyof typeof CodesRole];

/** Things are called back. */
export interface RecallBody {
  /** Key of the party that answers for it, 32 bytes. */
  readonly party: Uint8Array;
  readonly timeMs: number;
  readonly claims: readonly Uint8Array[];
  /** Keys of trade items, lots or single things, strictly ascending, 1 to 80. */
  readonly objects: readonly Uint8Array[];
  readonly status: RecallStatus;
  /** `eventHash` of the recall that it extends or closes. */
  readonly replaces?: Uint8Array;
}
/** What a desk of an authority decides on things. */
export interface DecisionBody {
  /** Device key of the desk, which signs it. */
  readonly device: Uint8Array;
  /** Keys of declarations, units and things, strictly ascending, 1 to 80. */
  readonly objects: readonly Uint8Array[];
  /** What it was judged by, 40 bytes: `readSeenCheckpoint` reads it. */
  readonly checkpoint: Uint8Array;
  /** SHA-256 of the rule set that was used, 32 bytes. */
  readonly rules: Uint8Array;
  /** `eventHash` of the decision that it takes the place of. */
  readonly replaces?: Uint8Array;
  readonly timeMs: number;
  readonly claims: readonly Uint8Array[];
}
/** A document as a party has sent it; its hash is a claim. */
export interface DocumentBody {
  /** 16 random bytes. */
  readonly capture: Uint8Array;
  /** Key of the party that has sent it. */
  readonly party: Uint8Array;
  readonly timeMs: number;
  readonly claims: readonly Uint8Array[];
}
/** Whose the codes are that begin with these digits. */
export interface CodesBody {
  readonly party: Uint8Array;
  /** 4 to 14 decimal digits. */
  readonly digits: string;
  readonly role: CodesRole;
  /** Absent: since ever. */
  readonly fromMs?: number;
  /** Not included; absent: for ever. */
  readonly untilMs?: number;
  readonly timeMs: number;
}
/** Whom a party shows what: its newest grant counts. */
export interface GrantBody {
  readonly party: Uint8Array;
  readonly timeMs: number;
  readonly claims: readonly Uint8Array[];
}
