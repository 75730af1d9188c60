import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** One HTTP/1.1 connection that knows only as much of HTTP as our answers need, so that asking takes little of the two cores. */
export class ReadConnection {
  private received: Buffer[] = [];
  private receivedBytes = 0;
  /** Head and body of the answer under way; 0 until its head is there. */
  private answerBytes = 0;
  private answered: { readonly done: (bytes: number) => void; readonly fail: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.answered?.fail(error));
    socket.on('close', () => this.answered?.fail(new Error('the api closed the connection')));
  }

  static open(port: number): Promise<ReadConnection> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    return new Promise((opened, fail) => {
      socket.once('error', fail);
      socket.once('connect', () => {
        socket.off('error', fail);
        opened(new ReadConnection(socket));
      });
    });
  }

  /** Sends a request and waits for the last byte of its answer. @returns its bytes. @throws for every status but 200 */
  ask(request: string): Promise<number> {
    return new Promise((done, fail) => {
      this.answered = { done, fail };
      this.socket.write(request);
    });
  }

  close(): void {
    this.answered = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received.push(chunk);
    this.receivedBytes += chunk.length;
    if (this.answerBytes === 0) this.readHead();
    if (this.answerBytes === 0 || this.receivedBytes < this.answerBytes) return;
    const { answered, answerBytes } = this;
    this.received = [];
    this.receivedBytes = 0;
    this.answerBytes = 0;
    this.answered = undefined;
    answered?.done(answerBytes);
  }

  private readHead(): void {
    const bytes = this.received.length === 1 ? this.received[0]! : Buffer.concat(this.received);
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return;
    const head = bytes.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/iu.exec(head)?.[1];
    if (!head.startsWith('HTTP/1.1 200 ') || length === undefined)
      return this.answered?.fail(new Error(`expected 200 and a length, got: ${bytes.toString('utf8', 0, 600)}`));
    this.answerBytes = end + HEAD_END.length + Number(length);
  }
}
