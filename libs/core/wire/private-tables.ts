import { anyBytes, message } from './rules.js';

/**
 * What is kept privately beside an entry. The table gives numbers alone: a PrivatePart is read by the generated code, since an
 * erased value is empty, which the strict reader refuses.
 */
export const PRIVATE_PART = message('PrivatePart', [
  { name: 'uris', kind: 'string', repeated: true },
  anyBytes('disclosures', { repeated: true }),
]);
