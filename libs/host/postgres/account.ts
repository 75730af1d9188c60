import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';

const ACCOUNT = 'postgres';

/**
 * Starts PostgreSQL's programs under an account that they accept: they refuse to run as root. For an ordinary user that is
 * the user itself; root gets the system account `postgres`, which is made where it is missing.
 */
export class Account {
  private constructor(private readonly ids: { readonly uid: number; readonly gid: number } | null) {}

  /** @throws {Error} with a sentence for the operator when root has no such account and cannot make one. */
  static forThisProcess(): Account {
    if (process.getuid?.() !== 0) return new Account(null);
    try {
      if (!exists())
        execFileSync('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT], { stdio: 'ignore' });
      return new Account({ uid: idOf('-u'), gid: idOf('-g') });
    } catch (error) {
      throw new Error(
        'PostgreSQL refuses to run as root, and no account "postgres" could be made. Run Cairn as an ordinary user.',
        {
          cause: error,
        },
      );
    }
  }

  own(path: string): void {
    if (this.ids) chownSync(path, this.ids.uid, this.ids.gid);
  }

  /**
   * Folders above a data folder are often closed to other accounts (0700): setpriv leaves the right to pass them, and only that.
   * `no_setuid_fixup` makes access(2), by which PostgreSQL looks for its own programs, see that right too.
   */
  spawn(program: string, parameters: readonly string[], options: SpawnOptions): ChildProcess {
    if (!this.ids) return spawn(program, parameters, options);
    if (!hasSetpriv()) return spawn(program, parameters, { ...options, ...this.ids });
    const identity = [`--reuid=${this.ids.uid}`, `--regid=${this.ids.gid}`, '--clear-groups'];
    const rights = [
      '--inh-caps=-all,+dac_override',
      '--ambient-caps=-all,+dac_override',
      '--securebits=+no_setuid_fixup',
    ];
    return spawn('setpriv', [...identity, ...rights, program, ...parameters], options);
  }
}

const idOf = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, ACCOUNT], { encoding: 'utf8' }));

const exists = (): boolean => {
  try {
    idOf('-u');
    return true;
  } catch {
    return false;
  }
};

const hasSetpriv = (): boolean => ['/usr/bin/setpriv', '/bin/setpriv'].some((path) => existsSync(path));
