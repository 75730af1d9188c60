import { type Claim, parseDisclosure } from '#libs/core/wire';

/**
 * Keeps what was made of a value as long as the value itself.
 *
 * @param make must follow from the value alone; neither the value nor the result may be changed afterwards.
 */
export function remember<Value extends object, Result>(make: (value: Value) => Result): (value: Value) => Result {
  const made = new WeakMap<Value, { readonly result: Result }>();
  return (value) => {
    let known = made.get(value);
    if (!known) {
      known = { result: make(value) };
      made.set(value, known);
    }
    return known.result;
  };
}

/**
 * Key events stand in the evidence of every object that their device or party has signed for, and readers keep them: what was made of
 * one is remembered. What was made of a scan is not, for it is seldom asked for twice.
 */
export function rememberForEvents<Entry extends { readonly uris: readonly unknown[] }, Result>(
  make: (entry: Entry) => Result,
): (entry: Entry) => Result {
  const remembered = remember(make);
  // Only scans name objects by URIs.
  return (entry) => (entry.uris.length > 0 ? make(entry) : remembered(entry));
}

/**
 * The claim that a disclosure opens: gathering, choosing what may be seen, describing and writing each ask for it.
 * @throws {ScanError} DISCLOSURE_FORM
 */
export const claimIn: (disclosure: Uint8Array) => Claim = remember(parseDisclosure);
