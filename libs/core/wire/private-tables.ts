import { message } from './rules.js';

/**
 * What is kept privately beside an entry. The table gives numbers alone: a PrivatePart is read by the generated code, since an
 * erased value is empty, which the strict reader refuses.
 */
export const PRIVATE_PART = /* @__PURE__ */ message('PrivatePart', [
  { name: 'uris', kind: 'string', repeated: true },
  { name: 'disclosures', kind: 'bytes', repeated: true },
]);
