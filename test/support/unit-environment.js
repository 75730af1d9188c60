// Where unit tests run: whatever would need a service fails at once, and says what to do.
import childProcess from 'node:child_process';
import net from 'node:net';
import { TestEnvironment } from 'jest-environment-node';

const WAYS_OUT = [
  [childProcess, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'], 'starts a program'],
  [net.Server.prototype, ['listen'], 'listens on a port'],
  [net.Socket.prototype, ['connect'], 'opens a connection'],
];

export default class UnitEnvironment extends TestEnvironment {
  #restore = [];

  async setup() {
    await super.setup();
    // Also where another tier of the same run has a database.
    for (const name of Object.keys(this.global.process.env)) {
      if (name.startsWith('CAIRN_TEST_')) delete this.global.process.env[name];
    }
    for (const [owner, names, what] of WAYS_OUT) for (const name of names) this.#close(owner, name, what);
  }

  /** Modules of Node are shared by all test files of a process, so that each has to find them as they were. */
  async teardown() {
    for (const restore of this.#restore) restore();
    await super.teardown();
  }

  #close(owner, name, what) {
    const original = owner[name];
    this.#restore.push(() => (owner[name] = original));
    owner[name] = () => {
      throw new Error(
        `This test ${what} (${name}), which the tier "unit" never does. What a test file imports decides its tier: test/support/tiers.js.`,
      );
    };
  }
}
