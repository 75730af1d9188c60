import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface FileServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A plain web server: the file below the folder that the path names, or 404. */
export async function serveFolder(folder: string): Promise<FileServer> {
  const server = createServer((request, response) => {
    readFile(join(folder, new URL(request.url!, 'http://host').pathname)).then(
      (bytes) => {
        const type = request.url!.endsWith('/checkpoint') ? 'text/plain; charset=utf-8' : 'application/octet-stream';
        response.writeHead(200, { 'content-type': type }).end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
