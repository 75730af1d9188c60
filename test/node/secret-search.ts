import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Something that a node keeps from all but those who need it. */
export interface Secret {
  readonly name: string;
  /** Every spelling by which it could be carried off. */
  readonly texts: readonly string[];
  /** The places that are its own, by their names below. */
  readonly homes: readonly RegExp[];
}

/** One place where something was written, printed or answered. */
interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

const run = promisify(execFile);
// The shortest command takes longer.
const LOOK_EVERY_MS = 250;
const COMMAND_LINES_BYTES_MAX = 64_000_000;

export interface SearchResult {
  /** Each place that holds a secret and is not its home. */
  readonly found: readonly string[];
  /** Homes in which their secret does not lie: they would hide what somebody puts there later. */
  readonly strayHomes: readonly string[];
  readonly places: number;
}

/** Gathers all that a node writes, prints and answers, and looks for its secrets in it. */
export class SecretSearch {
  private readonly places: Place[] = [];
  private readonly commandLines = new Map<string, Place>();
  private readonly ended = new AbortController();
  private readonly looking = this.lookAtCommandLines();

  add(name: string, text: string | Uint8Array): void {
    this.places.push({ name, bytes: Buffer.from(text as string) });
  }

  /** All files below a folder, and their names. @param prefix of the names of the places */
  addFiles(folder: string, prefix: string): void {
    for (const path of filesBelow(folder)) {
      const name = `${prefix}/${relative(folder, path)}`;
      this.add(`the name of ${name}`, name);
      this.add(name, readFileSync(path));
    }
  }

  /** What a web server says at these paths. */
  async addAnswers(name: string, address: string, paths: readonly string[], headers = {}): Promise<void> {
    const answers = paths.map(async (path) => {
      const response = await fetch(`${address}${path}`, { headers, signal: AbortSignal.timeout(10_000) });
      const head = JSON.stringify([...response.headers]);
      this.add(`${name} ${path}`, `${head}\n${await response.text()}`);
    });
    await Promise.all(answers);
  }

  /** The variables that a process was started with, where the system shows them. */
  addEnvironment(name: string, processId: number): void {
    const file = `/proc/${processId}/environ`;
    if (existsSync(file)) this.add(`environment of ${name}`, readFileSync(file));
  }

  /** Looks through all that was gathered. */
  async result(secrets: readonly Secret[]): Promise<SearchResult> {
    await this.close();
    const places = [...this.places, ...this.commandLines.values()];
    const holds = ({ bytes }: Place, { texts }: Secret): boolean => texts.some((text) => bytes.includes(text));
    const isHome = ({ name }: Place, { homes }: Secret): boolean => homes.some((home) => home.test(name));
    const found = secrets.flatMap((secret) =>
      places
        .filter((place) => !isHome(place, secret) && holds(place, secret))
        .map((place) => `${secret.name} in ${place.name}`),
    );
    const strayHomes = secrets.flatMap((secret) =>
      secret.homes
        .filter((home) => !places.some((place) => home.test(place.name) && holds(place, secret)))
        .map((home) => `${secret.name} is not in ${home.source}`),
    );
    return { found: [...new Set(found)], strayHomes, places: places.length };
  }

  async close(): Promise<void> {
    this.ended.abort();
    await this.looking;
  }

  private async lookAtCommandLines(): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      const { stdout } = await run('ps', ['-A', '-ww', '-o', 'args='], { maxBuffer: COMMAND_LINES_BYTES_MAX });
      for (const line of stdout.split('\n'))
        if (!this.commandLines.has(line))
          this.commandLines.set(line, { name: `command line ${line}`, bytes: Buffer.from(line) });
      await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }
}

/** Sockets and files that go meanwhile are passed over. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

/** A password as it is, and as URLs and JSON write it. */
export const spellingsOfPassword = (password: string): string[] => [
  ...new Set([password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1)]),
];

/** Bytes as text: hex, base64 and base64url. */
export const spellingsOfBytes = (bytes: Uint8Array): string[] => {
  const buffer = Buffer.from(bytes);
  return [buffer.toString('hex'), buffer.toString('base64').replace(/=+$/u, ''), buffer.toString('base64url')];
};

/** A private key: its PEM body, and the 32 bytes of which it is made. */
export function spellingsOfPem(pem: string): string[] {
  const body = pem.replace(/-----[^-]+-----|\s/gu, '');
  return [body, ...spellingsOfBytes(Buffer.from(body, 'base64').subarray(-32))];
}
