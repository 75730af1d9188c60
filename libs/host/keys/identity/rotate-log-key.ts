import { existsSync, linkSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, syncFolder } from '#libs/host/files';
import { FolderInUseError, type FolderLock, lockFolder } from '#libs/host/locks';
import type { DataPaths } from '#libs/host/service';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { loadKey } from '../signing/key-file.js';
import { NativeVerifier } from '../signing/native.js';
import { formatVkey, parsePolicy, sameVkey, TlogError, verifyNote, type Vkey } from '#libs/core/tlog';
import { EnvironmentKeys, KEY_VARIABLES } from './environment-keys.js';
import { IdentityError, RotationError } from './error.js';
import { vkeyOf } from './log-keys.js';
import { NodeKeys } from './node-keys.js';
import { withLogLine } from './policy-line.js';

/** A data folder, and the keys that came in the environment beside it. */
export interface KeyPlace {
  readonly paths: DataPaths;
  readonly keys?: EnvironmentKeys;
}

/** How an exchange of the log key stands. */
export interface LogRotation {
  /** Vkeys as texts. */
  readonly current: string;
  readonly next: string;
}

/** A finished exchange. */
export interface FinishedRotation extends LogRotation {
  /** Where the private key that signed before lies now; null where keys come from the environment, which only the operator can change. */
  readonly retired: string | null;
}

/**
 * Begins an exchange of the log key: a new key in a file of its own, then its line in the policy. From the next start of the anchor
 * both keys sign each checkpoint. Safe to repeat, also after a crash: one that is under way is left alone.
 *
 * @throws {IdentityError} IDENTITY_MISSING where no node is; {RotationError}; errors of key files and file system.
 */
export async function beginLogRotation({ paths, keys = EnvironmentKeys.none }: KeyPlace): Promise<LogRotation> {
  return alone(paths, () => {
    const { origin, nodeKeys } = requireNode(paths, keys);
    const current = vkeyOf(origin, nodeKeys.load('log'));
    if (keys.has('log') && !keys.has('nextLog')) {
      throw notReady(
        `the log key of this node comes from ${KEY_VARIABLES.log}: make the next one (openssl genpkey -algorithm ed25519), ` +
          `give it as ${KEY_VARIABLES.nextLog} to the anchor and to this command, and call it again`,
      );
    }
    const next = vkeyOf(origin, nodeKeys.loadOrCreate('nextLog'));
    if (sameVkey(next, current)) throw notReady('the next log key is the one that signs already');
    requireNeverUsed(next, paths);
    const before = readFileSync(paths.policy, 'utf8');
    const after = withLogLine(before, next);
    if (after !== before) replaceFile(paths.policy, after);
    return { current: formatVkey(current), next: formatVkey(next) };
  });
}

/**
 * Ends an exchange: the new key takes the place of the old one in one step, after that was linked into the folder of retired keys. From
 * the next start of the anchor the new key signs alone. The policy keeps both lines. Safe to repeat after a crash.
 *
 * @throws {RotationError} unless the public checkpoint is signed by both keys: else some reader of the log would
 *   meet the new key alone without having seen it beside the old one.
 */
export async function finishLogRotation({ paths, keys = EnvironmentKeys.none }: KeyPlace): Promise<FinishedRotation> {
  return alone(paths, async () => {
    const { origin, nodeKeys } = requireNode(paths, keys);
    if (!nodeKeys.has('nextLog'))
      throw notReady('no exchange of the log key is under way: cairn keys log rotate begins one');
    const [current, next] = [vkeyOf(origin, nodeKeys.load('log')), vkeyOf(origin, nodeKeys.load('nextLog'))];
    const { logs } = parsePolicy(readFileSync(paths.policy, 'utf8'));
    if (!logs.some(({ vkey }) => sameVkey(vkey, next)))
      throw notReady(`${paths.policy} does not name the next log key: call cairn keys log rotate again`);
    await requireSignedByBoth(paths, current, next);
    const texts = { current: formatVkey(current), next: formatVkey(next) };
    if (keys.has('log') || keys.has('nextLog')) return { ...texts, retired: null };
    const retired = join(paths.retiredKeys, `log-${Buffer.from(current.keyId).toString('hex')}.pem`);
    retire(paths, retired);
    renameSync(paths.nextLogKey, paths.logKey);
    syncFolder(paths.keys);
    return { ...texts, retired };
  });
}

/** At no moment is a log key missing: the old one gets a second name before the new one takes its first. */
function retire(paths: DataPaths, retired: string): void {
  mkdirSync(paths.retiredKeys, { recursive: true, mode: 0o700 });
  try {
    linkSync(paths.logKey, retired);
  } catch (error) {
    // An earlier call came so far. Another key of that name would have to share its key id.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!Buffer.from(loadKey(retired).publicKey).equals(loadKey(paths.logKey).publicKey)) throw error;
  }
  syncFolder(paths.retiredKeys);
}

async function requireSignedByBoth(paths: DataPaths, current: Vkey, next: Vkey): Promise<void> {
  const file = join(paths.log, 'checkpoint');
  const wait = 'start the anchor again, wait until it has published, and call this again';
  if (!existsSync(file)) throw notReady(`there is no public checkpoint yet: ${wait}`);
  const verifier = new NativeVerifier();
  try {
    const { verified } = await verifyNote({
      note: readFileSync(file),
      vkeys: [current, next],
      verify: async (check) => (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, ...check }]))[0]!,
    });
    if ([current, next].every((vkey) => verified.some((signature) => signature.vkey === vkey))) return;
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
  }
  throw notReady(`the public checkpoint is not signed by both log keys yet: ${wait}`);
}

/** A key that signed once and was taken away may have been taken away for a reason. */
function requireNeverUsed(next: Vkey, paths: DataPaths): void {
  const retired = join(paths.retiredKeys, `log-${Buffer.from(next.keyId).toString('hex')}.pem`);
  if (existsSync(retired)) throw notReady(`the next log key is the retired one in ${retired}: make a new one`);
}

function requireNode(paths: DataPaths, keys: EnvironmentKeys): { origin: string; nodeKeys: NodeKeys } {
  const nodeKeys = new NodeKeys(paths, keys);
  if (!existsSync(paths.logOrigin) || !existsSync(paths.policy) || !nodeKeys.has('log')) {
    throw new IdentityError(
      'IDENTITY_MISSING',
      `${paths.root} does not hold the keys of a node: start one there first, or set CAIRN_DATA.`,
    );
  }
  return { origin: readFileSync(paths.logOrigin, 'utf8').trim(), nodeKeys };
}

/** One command at a time changes keys and policy; the anchor, which only reads them, may run. */
async function alone<Result>(paths: DataPaths, work: () => Result | Promise<Result>): Promise<Result> {
  if (!existsSync(paths.keys)) return work(); // which says what is missing
  const lock = lockKeys(paths);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function lockKeys(paths: DataPaths): FolderLock {
  try {
    return lockFolder(paths.keys);
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    throw notReady(`another command changes the keys in ${paths.keys} now (process ${error.pid})`);
  }
}

const notReady = (why: string): RotationError => new RotationError(`${why}.`);
