import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chownSync } from 'node:fs';
import { type AccountIds, closedAbove, mayChangeView, withoutClosed } from './closed-folders.js';

const ACCOUNT = 'postgres';

/**
 * Starts PostgreSQL's programs under an account that they accept: they refuse to run as root. For an ordinary user that is
 * the user itself; root gets the system account `postgres`, which is made where it is missing, with none of root's rights.
 */
export class Account {
  private constructor(private readonly ids: AccountIds | null) {}

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
   * Folders above a data folder are often closed to other accounts (0700). The right to pass them would be the right to read every file
   * of the machine, so the program sees the file system without them.
   *
   * @param needs folders that the program works with, absolute
   * @throws {Error} with a sentence for the operator where that cannot be done
   */
  spawn(
    program: string,
    parameters: readonly string[],
    { needs, ...options }: SpawnOptions & { readonly needs: readonly string[] },
  ): ChildProcess {
    const { ids } = this;
    if (!ids) return spawn(program, parameters, options);
    const tops = closedAbove(needs, ids);
    if (tops.length === 0) return spawn(program, parameters, { ...options, ...ids });
    if (!mayChangeView()) {
      throw new Error(
        `PostgreSQL runs as the account "postgres", which may not pass ${tops.join(' and ')}. Put Cairn and CAIRN_DATA where every ` +
          'account may pass, such as /opt/cairn, or run Cairn as an ordinary user.',
      );
    }
    const hidden = needs.filter((path) => closedAbove([path], ids).length > 0);
    const identity = ['setpriv', `--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', '--no-new-privs'];
    const rights = ['--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all'];
    const [first, ...rest] = withoutClosed(tops, hidden, [...identity, ...rights, program, ...parameters]);
    return spawn(first, rest, options);
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
