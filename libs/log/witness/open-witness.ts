import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DurableFiles, type FileOperations } from '#libs/log/storage';
import { FolderInUseError, type FolderLock, lockFolder } from '#libs/host/locks';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { loadOrCreateKey, NativeVerifier, type Signer } from '#libs/host/keys';
import { formatVkey, KeyType, parseVkey, type PolicyWitness, TlogError, type Vkey } from '#libs/core/tlog';
import { systemWitnessClock, type WitnessClock } from './clock.js';
import { WitnessError } from './error.js';
import { WITNESS_CHECKPOINTS as CHECKPOINTS, WITNESS_KEY_FILE } from './layout.js';
import { FileLatestCheckpoints } from './file-latest-checkpoints.js';
import { requireOwnLine } from './policy-line.js';
import { verifyEd25519With } from './verify-ed25519.js';
import { Witness } from './witness.js';

const VKEY = 'vkey';
/** What may lie in a folder that becomes a witness's: the lock, what a first start left that was cut off, and what file systems put there. */
const HARMLESS = /^(?:lock\..+|key\.pem(?:\..+)?|checkpoints|\.unfinished|lost\+found)$/u;

export interface OpenWitness {
  readonly witness: Witness;
  /** Waits for what is under way and lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Opens the witness of a folder, or begins one there: its key (mode 0600), its name, and the newest checkpoint of each log.
 *
 * @param name as it stands in its cosignatures; needed where the folder is new, and never another one afterwards
 * @param witnesses of the policy that the log goes by, where it is at hand: the witness must be in it as it is, if it is in it
 * @param logs keys of the logs to follow. A log that is left out is kept, and goes on where it was when it comes back.
 * @throws {WitnessError} for every folder that is not wholly this witness's; KeyFileError; file system errors as they are
 */
export async function openWitness(options: {
  readonly folder: string;
  readonly name?: string;
  readonly logs: readonly Vkey[];
  readonly witnesses?: readonly PolicyWitness[];
  readonly clock?: WitnessClock;
  /** Tests let files of its store fail. */
  readonly files?: FileOperations;
}): Promise<OpenWitness> {
  const root = resolve(options.folder);
  await makeFolder(root);
  const lock = lockOf(root);
  try {
    const { vkey, signer } = await identityOf(root, options);
    const witness = await Witness.open({
      vkey,
      sign: (message) => signer.sign(message),
      verify: verifyEd25519With(new NativeVerifier()),
      logs: options.logs,
      store: await FileLatestCheckpoints.open(join(root, CHECKPOINTS), options.files),
      clock: options.clock ?? systemWitnessClock,
    });
    const close = async (): Promise<void> => {
      await witness.settled();
      lock.release();
    };
    return { witness, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A key that is on the disk helps nobody if its folder is not. */
async function makeFolder(root: string): Promise<void> {
  const first = mkdirSync(root, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = root; made.length >= first.length; made = dirname(made))
    await new DurableFiles(dirname(made)).syncFolder('.');
}

function lockOf(root: string): FolderLock {
  try {
    return lockFolder(root);
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    const why = `a witness already runs on ${root} (process ${error.pid}). Two of one key would sign two trees.`;
    throw new WitnessError('FOLDER_IN_USE', why, { cause: error });
  }
}

interface Wanted {
  readonly name?: string;
  readonly witnesses?: readonly PolicyWitness[];
}

async function identityOf(root: string, wanted: Wanted): Promise<{ vkey: Vkey; signer: Signer }> {
  const { name, witnesses = [] } = wanted;
  const path = join(root, VKEY);
  if (!existsSync(path)) return begin(root, wanted);
  const vkey = readVkey(path);
  if (name !== undefined && name !== vkey.name) {
    const why = `the witness of ${root} is ${vkey.name}, not ${name}. A name is for ever: begin another witness in another folder.`;
    throw new WitnessError('NAME_CHANGED', why);
  }
  if (!existsSync(join(root, WITNESS_KEY_FILE))) {
    const why = `${join(root, WITNESS_KEY_FILE)} is gone, the key of ${vkey.name}. Put it back, or begin a new witness in another folder.`;
    throw new WitnessError('KEY_CHANGED', why);
  }
  const signer = loadOrCreateKey(join(root, WITNESS_KEY_FILE), SignatureAlgorithm.ED25519);
  if (!signer.publicKey.every((byte, at) => byte === vkey.publicKey[at])) {
    const why = `${join(root, WITNESS_KEY_FILE)} is not the key of ${formatVkey(vkey)}, the witness of this folder.`;
    throw new WitnessError('KEY_CHANGED', why);
  }
  requireOwnLine(vkey, witnesses);
  return { vkey, signer };
}

/** Key and store first, then the name: a start that was cut off in between is begun again with the same key. */
async function begin(root: string, { name, witnesses = [] }: Wanted): Promise<{ vkey: Vkey; signer: Signer }> {
  const foreign = readdirSync(root).find((file) => !HARMLESS.test(file));
  if (foreign !== undefined) {
    const why = `${root} is not the folder of a witness: it holds ${foreign} and no ${VKEY}. Choose an empty folder.`;
    throw new WitnessError('FOLDER_FOREIGN', why);
  }
  if (name === undefined) throw new WitnessError('NAME_MISSING', `a new witness, in ${root}, needs a name.`);
  await FileLatestCheckpoints.begin(join(root, CHECKPOINTS));
  const signer = loadOrCreateKey(join(root, WITNESS_KEY_FILE), SignatureAlgorithm.ED25519);
  const text = formatVkey({ name, type: KeyType.cosignature, publicKey: signer.publicKey });
  requireOwnLine(parseVkey(text), witnesses); // before the name stands for ever
  await new DurableFiles(root).exchange(VKEY, new TextEncoder().encode(`${text}\n`), () => {});
  return { vkey: parseVkey(text), signer };
}

function readVkey(path: string): Vkey {
  try {
    const text = readFileSync(path, 'utf8');
    if (!text.endsWith('\n')) throw new TlogError('VKEY_MALFORMED', 'it is empty or cut off');
    const vkey = parseVkey(text.slice(0, -1));
    if (vkey.type !== KeyType.cosignature) throw new TlogError('KEY_TYPE_UNSUPPORTED', `it has type ${vkey.type}`);
    return vkey;
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new WitnessError('STORE_BROKEN', `${path} does not hold the vkey of a witness: ${cause.message}`, { cause });
  }
}
