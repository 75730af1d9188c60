import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers as a test wants it to, and remembers what it was sent. */
export class LyingWitness {
  readonly bodies: string[] = [];
  readonly sockets = new Set<unknown>();

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string,
  ) {}

  static async start(
    answer: (response: ServerResponse, body: string, request: IncomingMessage) => void,
  ): Promise<LyingWitness> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.once('end', () => {
        liar.bodies.push(body);
        liar.sockets.add(request.socket);
        answer(response, body, request);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const liar = new LyingWitness(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return liar;
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }
}
