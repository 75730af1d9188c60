/** Whether the text has a control character below 0x20 other than those in `except`. */
export function hasControlCharacter(text: string, except = ''): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x20 && !except.includes(text[at]!)) return true;
  }
  return false;
}
