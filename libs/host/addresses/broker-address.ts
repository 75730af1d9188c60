import { isAddressWithUserinfo, withoutUserinfo } from './without-userinfo.js';

/** An address is not of its form. The message says what is expected and holds nothing of the address. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

const EXPECTED = 'expected mqtt://host:port or mqtts://host:port, with nothing behind it';
/** An IPv6 address in brackets, an IPv4 address or a name; a slash behind the port says nothing. */
const BROKER = /^(mqtts?):\/\/(\[[\da-f:.]+\]|[\p{L}\p{N}][\p{L}\p{N}._-]*)(?::(\d{1,5}))?\/?$/iu;
const PORT_MAX = 65_535;

/**
 * The address of a broker as devices get it: a scheme, a host and a port, and nobody's user and password, since a device logs in under its own name.
 *
 * @returns `mqtt://host`, `mqtts://host` or either with `:port`, in lower case
 * @throws {AddressError} for everything else
 */
export function brokerAddress(text: string): string {
  if (isAddressWithUserinfo(text))
    throw new AddressError('expected no user and no password: a device logs in under its own name');
  const [, scheme, host, port] = BROKER.exec(text) ?? [];
  if (scheme === undefined || host === undefined) throw new AddressError(EXPECTED);
  if (port !== undefined && (Number(port) === 0 || Number(port) > PORT_MAX))
    throw new AddressError(`expected a port from 1 to ${PORT_MAX}`);
  return `${scheme}://${host}${port === undefined ? '' : `:${Number(port)}`}`.toLowerCase();
}

const SCHEMES: Readonly<Record<string, string>> = { 'tcp:': 'mqtt:', 'tls:': 'mqtts:' };

/** Where a program of the node itself connects, for others on its machine: the same scheme, host and port, under a name of their own. */
export function ownAddress(url: string): string {
  const { protocol, host } = new URL(withoutUserinfo(url));
  return `${SCHEMES[protocol] ?? protocol}//${host}`;
}
