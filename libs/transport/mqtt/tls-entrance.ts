import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from 'node:tls';
import type { CertificateLog, ServerCertificate } from '#libs/host/tls';

export interface ListenerTls {
  readonly certificate: ServerCertificate;
  /** Whether clients show a certificate of their own. `optional`: who shows one is held to it. `required`: nobody comes in without. */
  readonly clients: 'none' | 'optional' | 'required';
  /** Told when the files of the certificate have changed. */
  readonly log: CertificateLog;
}

/** What a client has shown of itself by TLS. */
export interface ClientCertificate {
  /** Issued by one of the authorities for clients, and valid at that time. */
  readonly isTrusted: boolean;
  /** Undefined where there is none, or more than one. */
  readonly commonName: string | undefined;
}

interface Waiting {
  readonly socket: Socket;
  readonly secured: (socket: TLSSocket, certificate: ClientCertificate | undefined) => void;
}

/** TLS over sockets that somebody else has accepted. Listens nowhere itself. */
export class TlsEntrance {
  readonly #server: Server;
  /** Handshakes under way, by address and port of the other end: the one thing that both sockets of a connection know. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(
    private readonly tls: ListenerTls,
    handshakeFailed: (why: string) => void,
  ) {
    const { certificate, clients } = tls;
    this.#server = createServer(
      {
        ...this.#context(certificate.options),
        requestCert: clients !== 'none',
        rejectUnauthorized: clients === 'required',
      },
      (socket) => this.#secured(socket),
    );
    this.#server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      handshakeFailed(error.code ?? error.message);
      socket.destroy();
    });
  }

  /** Reads the files again when they change. Connections that are open go on as they are. */
  follow(): void {
    const { certificate, log } = this.tls;
    certificate.follow((options) => this.#server.setSecureContext(this.#context(options)), log);
  }

  stop(): void {
    this.tls.certificate.stop();
  }

  /** @throws Error when clients refuse the certificate. */
  check(nowMs: number): void {
    this.tls.certificate.check(nowMs);
  }

  /** Begins the handshake. A socket with which it fails is closed. */
  secure(socket: Socket, secured: Waiting['secured']): void {
    const end = otherEnd(socket);
    if (end === undefined) return void socket.destroy();
    const waiting = { socket, secured };
    this.#waiting.set(end, waiting);
    socket.once('close', () => {
      if (this.#waiting.get(end) === waiting) this.#waiting.delete(end);
    });
    this.#server.emit('connection', socket);
  }

  #secured(socket: TLSSocket): void {
    const end = otherEnd(socket);
    const waiting = end === undefined ? undefined : this.#waiting.get(end);
    if (end === undefined || !waiting) return void socket.destroy();
    this.#waiting.delete(end);
    waiting.secured(socket, this.tls.clients === 'none' ? undefined : clientCertificate(socket));
  }

  #context(options: SecureContextOptions): SecureContextOptions {
    // A session that is taken up again shows no certificate anew, and Node calls it authorised all the same.
    const ticket = this.tls.clients === 'none' ? 0 : constants.SSL_OP_NO_TICKET;
    return { ...options, secureOptions: constants.SSL_OP_NO_RENEGOTIATION | ticket };
  }
}

const otherEnd = ({ remoteAddress, remotePort }: Socket): string | undefined =>
  remoteAddress === undefined || remotePort === undefined ? undefined : `${remoteAddress} ${remotePort}`;

function clientCertificate(socket: TLSSocket): ClientCertificate | undefined {
  const shown = socket.getPeerCertificate();
  // What Node gives where there is none.
  if (Object.keys(shown).length === 0) return undefined;
  // An array where the name stands in it more than once, whatever the types say.
  const name: unknown = (shown.subject as { readonly CN?: unknown } | undefined)?.CN;
  return { isTrusted: socket.authorized, commonName: typeof name === 'string' ? name : undefined };
}
