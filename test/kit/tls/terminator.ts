import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TlsOptions } from 'node:tls';

/** Speaks TLS for a server that does not: what comes in goes to a port of loopback in clear text. */
export class TlsTerminator {
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(target: number, options: TlsOptions): Promise<TlsTerminator> {
    const server = createServer(options);
    const terminator = new TlsTerminator(server);
    server.on('secureConnection', (secure) => {
      const plain = connect(target, '127.0.0.1');
      for (const socket of [secure, plain]) {
        terminator.#sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => (secure.destroy(), plain.destroy()));
      }
      secure.pipe(plain).pipe(secure);
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return terminator;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** For connections from now on. */
  use(options: SecureContextOptions): void {
    this.server.setSecureContext(options);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
