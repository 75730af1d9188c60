import { join, resolve } from 'node:path';
import type { Witnesses } from '#libs/host/keys';
import { StartError } from '#libs/host/service';
import { type Policy, sameVkey, type Vkey } from '#libs/core/tlog';
import { isWitnessFolder, prepareWitness } from '#libs/log/witness';

/** A witness that this node runs itself. */
export interface OwnWitness {
  /** In policy.txt. */
  readonly name: string;
  /** Of its key, under the origin of the log: so every verifier knows whose it is. */
  readonly keyName: string;
  readonly folder: string;
}

const NAMES = ['north', 'south'] as const;

/**
 * The witnesses that a node runs itself, in folders outside its data: a copy of the data folder, or one that was set back, does not take
 * along what they have cosigned. They prove nothing about the operator, and verdicts say so.
 */
export class OwnWitnesses {
  readonly all: readonly OwnWitness[];

  /** @param root folder of witnesses of all nodes of this machine's user; default: beside the data folder. */
  constructor(
    private readonly origin: string,
    root: string,
  ) {
    const folder = join(resolve(root), origin.replaceAll(/[^\w.-]/gu, '-'));
    this.all = NAMES.map((name) => ({
      name,
      keyName: `${origin}/witness/${name}`,
      folder: join(folder, name),
    }));
  }

  /**
   * For the policy of a new log. Any one is enough: what one of them missed must not hold the log back.
   * @param ports where they listen at this start. The format lets a witness be without a URL; parsers of others do not. The anchor is
   *   told at each start where they are.
   */
  begin(ports: readonly number[]): Witnesses {
    return {
      witnesses: this.all.map((witness, n) => ({
        name: witness.name,
        vkey: this.keyOf(witness),
        url: witnessUrl(ports[n]!),
      })),
      groups: [{ name: 'own', threshold: 1, members: this.all.map(({ name }) => name) }],
      quorum: 'own',
    };
  }

  /**
   * Those that the policy names: they have to run.
   * @throws {StartError} when one of them is not there: it is never begun anew beside a log that it is to watch.
   */
  wantedBy(policy: Policy): OwnWitness[] {
    return policy.witnesses
      .filter(({ vkey }) => vkey.name.startsWith(`${this.origin}/witness/`))
      .map(({ name, vkey }) => {
        const witness = this.all.find(({ keyName }) => keyName === vkey.name);
        if (!witness || !isWitnessFolder(witness.folder) || !sameVkey(this.keyOf(witness), vkey))
          throw new StartError(
            `policy.txt names ${vkey.name}, a witness of this node's own, and ${witness?.folder ?? 'no folder'} is not its folder. ` +
              'Set CAIRN_WITNESS_DATA to where the witnesses of this log are. If this is a copy of a data folder, do not start it beside its original. ' +
              `If the witness is lost, take ${name} out of policy.txt.`,
          );
        return { ...witness, name };
      });
  }

  private keyOf({ folder, keyName }: OwnWitness): Vkey {
    return prepareWitness(folder, keyName);
  }
}

/** They are for the anchor beside them alone. */
export const witnessUrl = (port: number): string => `http://127.0.0.1:${port}`;

/** Where they lie unless told otherwise. */
export const witnessRoot = (dataFolder: string, given: string | undefined): string =>
  given ?? `${resolve(dataFolder)}-witnesses`;
