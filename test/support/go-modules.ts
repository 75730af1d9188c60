import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The programs of test/foreign in Go: one of our own that calls foreign libraries, and those that `go.mod` names as tools. */
export const GO_FOLDER = join(import.meta.dirname, '../foreign/go');

/** What is there is used: no other toolchain is fetched, and go.mod stays as it is. */
export const goEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off' });

/** Whether this Go is new enough for go.mod, and has or can fetch all modules that it builds from. */
export function hasGoModules(go: string): boolean {
  try {
    execFileSync(go, ['list', '-mod=readonly', '-deps', '.', 'tool'], {
      cwd: GO_FOLDER,
      env: goEnvironment(),
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
