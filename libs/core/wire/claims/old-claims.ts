import { type ClaimRules, many, rule } from './rule.js';

/** Names of earlier versions: logs hold them, and readers know them; nobody writes them any more. */
export const OLD_CLAIMS = {
  'bizTransaction.asn': rule('document', 'customs', 'Despatch advice, now bizTransaction.desadv', many),
  'bizTransaction.invoice': rule('document', 'customs', 'Invoice, now bizTransaction.inv', many),
  'bizTransaction.certificate': rule('document', 'customs', 'Certificate, now bizTransaction.cert', many),
  partyKind: rule('text', 'public', 'What a party does, in its PARTY event; now in the body'),
} as const satisfies ClaimRules;
