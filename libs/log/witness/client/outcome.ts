/** What became of one attempt to have a checkpoint cosigned by one witness. */
export type CosignOutcome =
  /** `line` is a signature line that ends in LF, good under the pinned key, of a time near now: it may be added to the note. */
  | { readonly kind: 'cosigned'; readonly line: string; readonly timeSeconds: number }
  /**
   * The witness says that it knows this larger tree of the log. If it is honest, what asks here was set back. Nothing vouches for that
   * word, so a lying witness can say it too: it is a reason to stop and look, never one to change anything.
   */
  | { readonly kind: 'larger'; readonly size: number }
  /** The witness says that it has another root for the very size of the checkpoint. */
  | { readonly kind: 'conflict'; readonly size: number }
  /** Any other answer than 200; `text` is one line of at most 200 characters, for people. */
  | { readonly kind: 'refused'; readonly status: number; readonly text: string }
  /**
   * It cosigned, and with no key that the policy has for it: its line there is wrong, or another witness answers. `reason` says which key,
   * as one line of at most 200 characters; nobody vouches for it but, where it says so, the pinned key under another name.
   */
  | { readonly kind: 'other-key'; readonly reason: string }
  /** It answered as no witness with the pinned key does: a bad signature, a time far from now, no cosignature, too much. */
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** The deadline, or the caller's signal, came first. */
  | { readonly kind: 'timeout' };
