/** The form in which terms are kept and asked for: as on paper, people differ in case and outer spaces only. */
export const normaliseTerm = (term: string): string =>
  term.normalize('NFC').trim().toUpperCase().slice(0, TERM_LENGTH_MAX);

// An index row must fit a third of a page; longer ones are no numbers that anybody types.
const TERM_LENGTH_MAX = 200;
