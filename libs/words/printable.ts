/** What strangers wrote, for terminals and pages: what those could act on, or what turns the reading direction, is shown as a code. */
export const printable = (line: string): string =>
  line.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, escapedCharacter);

/** As in JSON: `\u202e`. */
export const escapedCharacter = (character: string): string =>
  `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
