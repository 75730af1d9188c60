import { createServer } from 'node:net';
import { busyPort, StartError } from '#libs/host/service';

/** A port that others know by number: it must be free. @throws {StartError} naming the variable that changes it. */
export async function demandPort(host: string, port: number, what: string, variable: string): Promise<number> {
  const free = await tryPort(host, port);
  if (free === null) throw busyPort({ port, what, variable });
  return free;
}

/** A port that only this machine's tools look at: the usual one if it is free and not promised to another, else any. */
export async function preferPort(host: string, port: number, promised: ReadonlySet<number>): Promise<number> {
  for (let wanted = port; ; wanted = 0) {
    const free = promised.has(wanted) ? null : await tryPort(host, wanted);
    if (free !== null && !promised.has(free)) return free;
  }
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return done(null);
      if (error.code === 'EACCES')
        return fail(new StartError(`port ${port} may not be used by this user: choose one above 1023.`));
      fail(new StartError(`the address ${host} cannot be listened on: ${error.message}.`));
    });
    server.listen(port, host, () => {
      const { port: given } = server.address() as { port: number };
      server.close(() => done(given));
    });
  });
}
