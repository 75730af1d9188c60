import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { DescribedSettings } from '#libs/host/service';

const run = promisify(execFile);
const PROGRAMS = ['anchor', 'ingest', 'api'] as const;

const described = z.object({
  settings: z.array(
    z.object({ name: z.string(), source: z.enum(['environment', 'default', 'unset']), value: z.string().nullable() }),
  ),
  problems: z.array(z.string()),
});

/** What each program of a node would read: each says so itself, for it alone knows its settings. */
export const askPrograms = (): Promise<[string, DescribedSettings][]> =>
  Promise.all(
    PROGRAMS.map(async (name): Promise<[string, DescribedSettings]> => {
      const program = fileURLToPath(new URL(`../../${name}/settings.js`, import.meta.url));
      const { stdout } = await run(process.execPath, [program], { env: process.env });
      return [name, described.parse(JSON.parse(stdout))];
    }),
  );
