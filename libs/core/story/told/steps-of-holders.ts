// Business steps of CBV 2.0 by what they say of custody.

/** STORY T5: steps by which a captured event hands over to the destination that it names. */
export const HANDS_OVER: ReadonlySet<string> = new Set([
  'shipping',
  'departing',
  'consigning',
  'loading',
  'dispensing',
]);

/** STORY T3: the thing has come back to its signer. */
export const RECEIVES: ReadonlySet<string> = new Set(['receiving', 'accepting']);

/** STORY T10: whoever says one of these unnamed acts as somebody who has the thing. */
export const ACTS_AS_HOLDER: ReadonlySet<string> = new Set([
  'receiving',
  'accepting',
  'loading',
  'unpacking',
  'stocking',
  'retail_selling',
  'dispensing',
]);

/** Steps that bring things into being. */
export const COMMISSIONS: ReadonlySet<string> = new Set(['commissioning', 'creating_class_instance']);

/** Steps by which things are sold or end: by somebody without custody the code is there twice. */
export const SELLS_OR_ENDS: ReadonlySet<string> = new Set([
  'retail_selling',
  'dispensing',
  'destroying',
  'decommissioning',
  'killing',
]);
