import { isLoopback } from '#libs/host/addresses';
import { StartError } from '#libs/host/service';

export interface Listener {
  /** For people, as the begin of a sentence: "The broker". */
  readonly what: string;
  readonly host: string;
  /** What would go over the network without TLS, for people: "passwords of devices". */
  readonly secrets: string;
  readonly hasTls: boolean;
  /** Whether the operator has said that clear text is meant. */
  readonly isClearTextAllowed: boolean;
  readonly variables: { readonly certificate: string; readonly key: string; readonly clearText: string };
}

/**
 * Clear text leaves this machine only where the operator says so.
 * @throws {StartError} with the sentence that says how TLS is set up.
 */
export function demandTls({ what, host, secrets, hasTls, isClearTextAllowed, variables }: Listener): void {
  if (hasTls || isClearTextAllowed || isLoopback(host)) return;
  throw new StartError(
    `${what} would listen on ${host} without TLS, and whoever is on the way reads ${secrets}. ` +
      `Set ${variables.certificate} and ${variables.key} to the PEM files of a certificate and its key, or listen on 127.0.0.1 behind a proxy that speaks TLS. ` +
      `If clear text is meant, set ${variables.clearText}=yes.`,
  );
}
