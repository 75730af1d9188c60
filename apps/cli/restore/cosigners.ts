import { existsSync, readFileSync } from 'node:fs';
import { FileLogStorage } from '#libs/log/storage';
import { verifyEd25519With } from '#libs/log/witness';
import { type LogVkeys, NativeVerifier } from '#libs/host/keys';
import type { DataPaths } from '#libs/host/service';
import { KeyType, openCheckpoint, parsePolicy, sameVkey } from '#libs/core/tlog';

/** Names, in the policy, of the witnesses whose cosignature the public checkpoint carries. @throws {TlogError} for a bad signature */
export async function cosignersOf(paths: DataPaths, policyFile: string, { vkeys }: LogVkeys): Promise<string[]> {
  const note = await new FileLogStorage(paths.log).read('checkpoint');
  if (!note || !existsSync(policyFile)) return [];
  const witnesses = parsePolicy(readFileSync(policyFile, 'utf8')).witnesses.filter(
    ({ vkey }) => vkey.type === KeyType.cosignature,
  );
  const verify = verifyEd25519With(new NativeVerifier());
  const opened = await openCheckpoint({ note, vkey: vkeys, witnesses: witnesses.map(({ vkey }) => vkey), verify });
  const signed = opened.cosignatures.map(({ vkey }) => vkey);
  return witnesses.filter(({ vkey }) => signed.some((other) => sameVkey(other, vkey))).map(({ name }) => name);
}
