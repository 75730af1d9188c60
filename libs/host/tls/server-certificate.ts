import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { explainStartFailure, StartError } from '#libs/host/service';
import { readSecret, readText } from './pem-files.js';

/** Paths of PEM files. */
export interface CertificateFiles {
  /** The server's certificate, then those that vouch for it, the root left out. */
  readonly certificate: string;
  /** Its private key, without a passphrase. */
  readonly key: string;
  /** Certificates of the authorities whose clients are let in by certificate. */
  readonly clientAuthorities?: string;
}

/** Told when the files have changed. */
export interface CertificateLog {
  replaced(validUntilTimeMs: number): void;
  /** The old one stays in use. Told once for each content of the files. */
  unusable(why: string): void;
}

interface Loaded {
  readonly content: string;
  readonly options: SecureContextOptions;
  readonly validUntilTimeMs: number;
}

/** Tools that renew certificates replace links or files, and seldom tell anybody: reading three small files costs nothing. */
const CHECK_INTERVAL_MS = 5_000;

/** A server's certificate and key, read from files, and read again when these change, so that a renewal needs no restart. */
export class ServerCertificate {
  #timer: NodeJS.Timeout | undefined;
  /** What was said last to be unusable: the content, or why there is none. */
  #told: string | undefined;

  private constructor(
    private readonly files: CertificateFiles,
    private loaded: Loaded,
  ) {}

  /** @throws {StartError} naming the file and what is wrong with it. */
  static load(files: CertificateFiles): ServerCertificate {
    return new ServerCertificate(files, load(files, read(files)));
  }

  /** For `tls.createServer` and `server.setSecureContext`. */
  get options(): SecureContextOptions {
    return this.loaded.options;
  }

  /** Milliseconds since 1970 after which clients refuse it. */
  get validUntilTimeMs(): number {
    return this.loaded.validUntilTimeMs;
  }

  /** For health. @throws Error when the certificate is no longer valid. */
  check(nowMs: number): void {
    if (nowMs > this.validUntilTimeMs) {
      const end = new Date(this.validUntilTimeMs).toISOString();
      throw new Error(`the certificate in ${this.files.certificate} ended at ${end}: clients refuse it`);
    }
  }

  /**
   * Looks every few seconds whether the files have changed, until `stop`. What cannot be used (a key without its certificate, while
   * one of the two is written) changes nothing.
   */
  follow(apply: (options: SecureContextOptions) => void, log: CertificateLog): void {
    this.#timer = setInterval(() => this.look(apply, log), CHECK_INTERVAL_MS).unref();
  }

  /** One look. A timer calls it. */
  look(apply: (options: SecureContextOptions) => void, log: CertificateLog): void {
    let content: string | undefined;
    try {
      const contents = read(this.files);
      content = JSON.stringify(contents);
      if (content === this.loaded.content) return void (this.#told = undefined);
      if (content === this.#told) return;
      const next = load(this.files, contents);
      apply(next.options);
      this.loaded = next;
      log.replaced(next.validUntilTimeMs);
    } catch (error) {
      const why = explainStartFailure(error);
      if (this.#told === (content ?? why)) return;
      this.#told = content ?? why;
      log.unusable(why);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

interface Contents {
  readonly certificate: string;
  readonly key: string;
  readonly clientAuthorities: string | undefined;
}

function read({ certificate, key, clientAuthorities }: CertificateFiles): Contents {
  return {
    certificate: readText(certificate),
    key: readSecret(key, 'a private key'),
    clientAuthorities: clientAuthorities === undefined ? undefined : readText(clientAuthorities),
  };
}

function load(files: CertificateFiles, contents: Contents): Loaded {
  const certificate = parse(files.certificate, 'a certificate', () => new X509Certificate(contents.certificate));
  const key = parse(files.key, 'a private key without a passphrase', () => createPrivateKey(contents.key));
  if (!certificate.checkPrivateKey(key))
    throw new StartError(`the key in ${files.key} is not that of the certificate in ${files.certificate}.`);
  const { clientAuthorities } = contents;
  if (clientAuthorities !== undefined)
    parse(files.clientAuthorities!, 'a certificate', () => new X509Certificate(clientAuthorities));
  const options: SecureContextOptions = {
    cert: contents.certificate,
    key: contents.key,
    minVersion: 'TLSv1.2',
    ...(clientAuthorities !== undefined && { ca: clientAuthorities }),
  };
  // What stands behind the first certificate is read here, and not by the first client.
  parse(files.certificate, 'certificates that can be used for TLS', () => createSecureContext(options));
  return { content: JSON.stringify(contents), options, validUntilTimeMs: Date.parse(certificate.validTo) };
}

function parse<Result>(file: string, what: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new StartError(`${file} does not hold ${what} in PEM.`, { cause });
  }
}
