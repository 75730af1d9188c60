import { type ClaimRules, many, rule } from './rule.js';

/** What stands in scans of declarations and cases, and in events about documents, grants, recalls and decisions. */
export const CASE_CLAIMS = {
  // Scans of a declaration
  declarationHead: rule('json', 'customs', 'Declaration without its lines', { coarse: 'declarationCountry' }),
  declarationLine: rule('json', 'customs', 'Line of a declaration, without money', many),
  declarationValue: rule('declarationValue', 'customs', 'Value of a line', many),
  declarationSource: rule('hash', 'customs', 'SHA-256 of the file that the declaration was read from'),
  declarationCountry: rule('country', 'public', 'Country where the goods were declared'),

  // DECISION events
  decision: rule('decision', 'customs', 'What was decided'),
  decisionReason: rule('text', 'customs', 'Rule or reason behind a decision', many),
  sampleId: rule('text', 'customs', 'Sample that was taken', many),
  legalBasis: rule('text', 'customs', 'Law that a decision stands on', many),
  caseNumber: rule('text', 'customs', 'Number of the case at the authority'),
  officerName: rule('text', 'customs', 'Who decided'),
  proposal: rule('proposal', 'customs', 'What the rules proposed'),
  linesRoot: rule('hash', 'customs', 'RFC 6962 root over the lines that a decision is about'),

  // DOCUMENT events
  documentHash: rule('hash', 'customs', 'SHA-256 of a document as it came'),
  documentBytes: rule('count', 'customs', 'Length of a document in bytes'),
  documentType: rule('text', 'customs', 'Media type of a document'),
  documentSignature: rule('submission', 'customs', 'Signature by the party over its submission'),

  // GRANT events
  share: rule('share', 'customs', 'To whom events of the party are shown'),
  grant: rule('grant', 'customs', 'To whom more is shown, and what', many),

  // RECALL events
  recallNumber: rule('text', 'public', 'Number of a recall'),
  recallScope: rule('json', 'public', 'Lots, serials and dates that a recall covers'),
  recallHazard: rule('localText', 'public', 'What may happen, one for each language', many),
  recallAction: rule('localText', 'public', 'What to do, one for each language', many),
  recallRemedies: rule('remedies', 'public', 'Repair, replacement, refund: two of them, or why there is one'),
  recallContact: rule('localText', 'public', 'Whom to ask, one for each language', many),
  recallSold: rule('localText', 'public', 'Where and when it was sold, one for each language', many),
  recallPicture: rule('picture', 'public', 'Picture of the product, with its hash', many),

  // Scans of a case
  caseObject: rule('uri', 'customs', 'What a complaint is about'),
  caseState: rule('caseState', 'public', 'How far a complaint has come'),
  caseWords: rule('localText', 'customs', 'What was said in a complaint', many),
} as const satisfies ClaimRules;
