import type pg from 'pg';
import type { CheckpointStore, LogStorage, PrivateParts } from '#libs/log/storage';
import type { SignatureVerifier } from '#libs/core/signatures';
import type { Vkey } from '#libs/core/tlog';
import type { CheckProgress, CheckReport } from '#libs/log/audit';
import type { CarriedOver } from './carry-over.js';

/** A password that lies in the folder of a device. */
export interface FolderPassword {
  /** SHA-256. */
  readonly hash: Uint8Array;
  /** Ids of the keys that the folder signs with, or did while a change of key is under way. */
  readonly keyIds: readonly Uint8Array[];
}

export interface RecoverOptions {
  readonly databaseUrl: string;
  readonly storage: LogStorage;
  readonly checkpoints: CheckpointStore;
  readonly privateParts: PrivateParts;
  readonly verifier: SignatureVerifier;
  /** Key that signs the log; its name is the origin. */
  readonly vkey: Vkey;
  /** All keys that it has had, `vkey` among them: what was signed before the key was exchanged was signed all the same. */
  readonly vkeys: readonly Vkey[];
  /** A database that holds entries is put aside. */
  readonly replace: boolean;
  /** The stored checkpoints are lost for good: go by the public one and the files behind it. */
  readonly withoutCheckpoints: boolean;
  /** SHA-256 of passwords that devices of this machine have, by device. */
  readonly passwords: ReadonlyMap<string, FolderPassword>;
  /** Told before anything is written over what of the private parts is lost, a line each. Durable when it resolves. */
  readonly onLost: (lines: readonly string[]) => Promise<void>;
  /** Runs in the transaction that puts the new tables in their place: what was folded from the log before goes with it. */
  readonly forgetFolded: (session: pg.Client) => Promise<void>;
  readonly onProgress?: (progress: RecoverProgress) => void;
}

export interface RecoverProgress {
  readonly phase: 'verify' | 'fill' | CheckProgress['phase'];
  readonly done: number;
  readonly total: number;
}

export interface RecoverReport {
  readonly origin: string;
  readonly size: number;
  readonly publishedSize: number;
  /** Schema that holds the database before, null when it had no entries. */
  readonly keptAs: string | null;
  readonly lostValues: number;
  /** A line each. */
  readonly lost: readonly string[];
  /** Damaged files of private parts, where they lie now. */
  readonly damagedFiles: readonly string[];
  readonly carriedOver: CarriedOver;
  readonly passwordsFromFolders: number;
  /** Devices without a password at the broker. */
  readonly withoutPassword: readonly string[];
  /** Of the tables that were rebuilt; only tiles may differ. */
  readonly check: CheckReport;
}
