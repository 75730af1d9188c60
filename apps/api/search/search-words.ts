import { canonicalUri, containerUri, Gs1Error, gtinUri, ssccUri } from '#libs/core/gs1';

/** What somebody typed, read as codes of objects. */
export interface SearchWords {
  /** Canonical URIs that the words may mean, the likeliest first. Empty when they are no code. */
  readonly uris: readonly string[];
  /** Why they are no code although they look like one: a wrong check digit and the like. */
  readonly mistake: Gs1Error | undefined;
}

// A GTIN or SSCC with the spaces and dashes that people type, then serial or lot after a space or slash.
const GTIN_AND_REST = /^(?<gtin>\d{8}|\d{12,14})(?:\s*[/;|]\s*|\s+)(?<rest>\S{1,20})$/u;
const CONTAINER = /^[A-Z]{3}[UJZ][ -]?\d{6}[ -]?\d$/iu;

/**
 * Reads what an officer or buyer types or scans: an element string `(01)..(21)..`, a Digital Link or other URI, an SSCC (18 digits),
 * a GTIN alone or followed by serial or lot, a container number. Anything else is left to the search by document number.
 */
export function readSearchWords(input: string): SearchWords {
  const words = input.trim();
  let mistake: Gs1Error | undefined;
  const tried = (read: () => string): string[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof Gs1Error)) throw error;
      mistake ??= error;
      return [];
    }
  };
  return { uris: [...new Set(readings(words).flatMap(tried))], mistake };
}

function readings(words: string): (() => string)[] {
  if (words.startsWith('(') || /^[a-z][a-z0-9+.-]*:\S/iu.test(words)) return [() => canonicalUri(words)];
  if (CONTAINER.test(words)) return [() => containerUri(words)];
  const digits = words.replaceAll(/[ -]/gu, '');
  if (/^\d{18}$/u.test(digits)) return [() => ssccUri(digits)];
  const { gtin, rest } = GTIN_AND_REST.exec(words)?.groups ?? {};
  if (gtin && rest) return [() => gtinUri({ gtin, serial: rest }), () => gtinUri({ gtin, lot: rest })];
  if (/^(?:\d{8}|\d{12,14})$/u.test(digits)) return [() => gtinUri({ gtin: digits })];
  return [];
}
