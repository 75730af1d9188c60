/** What stands in a text without a gap: quotation marks, angle brackets and backslashes end it, so that a line of JSON stays one. */
const WORD = /[^\s"<>\\`]+/gu;
const SCHEME_END = '://';
const SECRET_PARAMETER = /([?&](?:password|passwd|pwd)=)[^&#]*/giu;

/**
 * A text without the user and password of any URL in it, for everything that is printed, logged, answered or kept.
 *
 * All up to the last `@` of a URL goes: a password that nobody has percent-encoded may hold `/`, `?`, `#` and `@`. So more than the
 * user and password may go, never less. A `password` in a query becomes `***`. Takes time in proportion to the text.
 */
export const withoutUserinfo = (text: string): string =>
  text.includes(SCHEME_END) ? text.replace(WORD, (word) => wordWithout(word)) : text;

function wordWithout(word: string): string {
  const begin = word.indexOf(SCHEME_END);
  if (begin === -1) return word;
  const host = Math.max(begin + SCHEME_END.length, word.lastIndexOf('@') + 1);
  return (word.slice(0, begin + SCHEME_END.length) + word.slice(host)).replace(SECRET_PARAMETER, '$1***');
}

/** Whether somebody wrote a user, or a user and a password, into an address. */
export const isAddressWithUserinfo = (text: string): boolean => {
  const begin = text.indexOf(SCHEME_END);
  return begin !== -1 && text.includes('@', begin);
};
