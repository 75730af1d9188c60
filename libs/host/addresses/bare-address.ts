import { isIP } from 'node:net';

const BRACKETS = /^\[([^\]]*)\](?::\d{1,5})?$/u;
const IPV4_AND_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/u;

/**
 * An address as some proxies write it in X-Forwarded-For, with a port or in brackets, without either: each call comes from another port,
 * and would count as another caller.
 *
 * @returns undefined where the text is no address: `unknown`, a name, anything that a caller made up
 */
export function bareAddress(text: string): string | undefined {
  const bare = BRACKETS.exec(text)?.[1] ?? IPV4_AND_PORT.exec(text)?.[1] ?? text;
  return isIP(bare) === 0 ? undefined : bare;
}
