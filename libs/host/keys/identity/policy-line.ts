import { formatVkey, parsePolicy, sameVkey, type Vkey } from '#libs/core/tlog';

/**
 * The policy with one more log key, in a line of its own below the last one of that log, with its URL. All else stays as it is to the
 * byte: comments, witnesses, what the operator changed by hand. A policy that names the key is given back.
 *
 * @throws {TlogError} POLICY_MALFORMED
 */
export function withLogLine(text: string, vkey: Vkey): string {
  const { logs } = parsePolicy(text);
  if (logs.some((log) => sameVkey(log.vkey, vkey))) return text;
  const lines = text.split('\n');
  const before = lines
    .map(itemsOf)
    .findLastIndex(([keyword, key]) => keyword === 'log' && key?.startsWith(`${vkey.name}+`));
  const [, , url] = before < 0 ? [] : itemsOf(lines[before]!);
  lines.splice(before + 1, 0, ['log', formatVkey(vkey), ...(url === undefined ? [] : [url])].join(' '));
  const changed = lines.join('\n');
  parsePolicy(changed);
  return changed;
}

// As the format has it; a byte order mark before the first line is not a part of it.
const itemsOf = (line: string): string[] =>
  line
    .replace(/^\ufeff/u, '')
    .split(/[ \t]+/u)
    .filter((item) => item !== '');
