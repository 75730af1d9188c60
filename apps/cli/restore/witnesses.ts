import { existsSync, readFileSync } from 'node:fs';
import { FileCheckpointStore, FileLogStorage } from '#libs/log/storage';
import { verifyEd25519With, WitnessClient, witnessedCheckpoint } from '#libs/log/witness';
import { NativeVerifier } from '#libs/host/keys';
import type { DataPaths } from '#libs/host/service';
import {
  consistencyProof,
  KeyType,
  parseCheckpointBody,
  parseNote,
  parsePolicy,
  type PolicyWitness,
} from '#libs/core/tlog';
import { OwnWitnesses } from '../up/own-witnesses.js';

/** What a witness of the policy knows of this log, beside what was restored. */
export interface WitnessWord {
  readonly name: string;
  /** `agrees`: no more than this. `gone`: one of the node's own, whose folder is not here. */
  readonly kind: 'agrees' | 'ahead' | 'contradicts' | 'silent' | 'gone';
  /** Size that it has cosigned, where it says so. */
  readonly size: number | null;
  readonly text: string;
}

export interface AskWitnesses {
  readonly paths: DataPaths;
  readonly policyFile: string;
  readonly origin: string;
  /** Folder of the witnesses that nodes of this machine run. */
  readonly witnessRoot: string;
}

// Somebody waits at the terminal; a witness that is slower is asked again by the start of the anchor.
const TIMEOUT_MS = 5_000;

/** Asks all witnesses of the policy, whoever runs them, before anything new is signed. */
export async function askWitnesses({ paths, policyFile, origin, witnessRoot }: AskWitnesses): Promise<WitnessWord[]> {
  if (!existsSync(policyFile)) return [];
  const { witnesses } = parsePolicy(readFileSync(policyFile, 'utf8'));
  const highest = await new FileCheckpointStore(paths.checkpoints).highest();
  if (!highest) return [];
  const own = new OwnWitnesses(origin, witnessRoot).all;
  const note = new TextDecoder().decode(highest.note);
  return Promise.all(
    witnesses.map(async (witness) => {
      const folder = own.find(({ keyName }) => keyName === witness.vkey.name)?.folder;
      return folder === undefined ? askByNetwork(witness, note, paths) : lookInto(folder, witness.name, note, origin);
    }),
  );
}

async function lookInto(folder: string, name: string, note: string, origin: string): Promise<WitnessWord> {
  const known = existsSync(folder) ? await witnessedCheckpoint(folder, origin) : null;
  if (!known) return { name, kind: 'gone', size: null, text: `its folder ${folder} is not here` };
  const { size, root } = parseCheckpointBody(parseNote(note).text);
  if (known.size > size) return ahead(name, known.size, size);
  if (known.size === size && !Buffer.from(known.root).equals(root)) return contradicts(name, size);
  return { name, kind: 'agrees', size: known.size, text: `has cosigned size ${known.size}` };
}

async function askByNetwork(witness: PolicyWitness, note: string, paths: DataPaths): Promise<WitnessWord> {
  const { name, url, vkey } = witness;
  const silent = (text: string): WitnessWord => ({ name, kind: 'silent', size: null, text });
  if (url === undefined || vkey.type !== KeyType.cosignature) return silent('policy.txt has no address of it');
  const storage = new FileLogStorage(paths.log);
  const client = new WitnessClient({ witness: { ...witness, url }, verify: verifyEd25519With(new NativeVerifier()) });
  const { size } = parseCheckpointBody(parseNote(note).text);
  const outcome = await client.cosign({
    note,
    consistencyProof: (sizes) => consistencyProof(storage, sizes),
    timeoutMs: TIMEOUT_MS,
  });
  switch (outcome.kind) {
    case 'cosigned':
      return { name, kind: 'agrees', size, text: `has cosigned size ${size}` };
    case 'larger':
      return ahead(name, outcome.size, size);
    case 'conflict':
      return contradicts(name, outcome.size);
    case 'refused':
      return silent(`answers ${outcome.status}: ${outcome.text}`);
    case 'timeout':
      return silent('does not answer');
    default:
      return silent(outcome.reason);
  }
}

const ahead = (name: string, known: number, size: number): WitnessWord => ({
  name,
  kind: 'ahead',
  size: known,
  text: `has cosigned size ${known}, and this backup ends at ${size}`,
});

const contradicts = (name: string, size: number): WitnessWord => ({
  name,
  kind: 'contradicts',
  size,
  text: `has another root at size ${size}`,
});
