import { withoutUserinfo } from '#libs/host/addresses';
import { StartError } from '#libs/host/service';
import { isLoopback } from '#libs/host/tls';

const CLEAR_TEXT = new Set(['mqtt:', 'tcp:']);

/**
 * Passwords go to a broker beyond this machine without TLS only where the operator says so.
 *
 * @param url with any login: it is not repeated
 * @param what for people, as the begin of a sentence: "CAIRN_MQTT_URL"
 * @param secrets what would be read on the way, for people: "the passwords of devices"
 * @throws {StartError} with the sentence that says what to do
 */
export function demandTlsToBroker(
  url: string,
  {
    what,
    secrets,
    isClearTextAllowed,
  }: { readonly what: string; readonly secrets: string; readonly isClearTextAllowed: boolean },
): void {
  const { protocol, hostname } = new URL(url);
  if (isClearTextAllowed || !CLEAR_TEXT.has(protocol) || isLoopback(hostname)) return;
  const address = withoutUserinfo(url);
  throw new StartError(
    `${what} is ${address}, without TLS, and whoever is on the way reads ${secrets}. ` +
      `Write mqtts://, with the port on which the broker speaks TLS. If clear text is meant, set CAIRN_MQTT_CLEARTEXT=yes.`,
  );
}
