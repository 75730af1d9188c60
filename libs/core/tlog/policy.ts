import { hasControlCharacter } from './characters.js';
import { TlogError } from './error.js';
import { KeyType, formatVkey, parseVkey, type Vkey } from './vkey.js';
import { equalBytes } from './hash.js';

/** A log whose checkpoints are accepted. */
export interface PolicyLog {
  readonly vkey: Vkey;
  readonly url?: string;
}

/** `name` has no meaning outside the policy: it is not the vkey's name. */
export interface PolicyWitness {
  readonly name: string;
  readonly vkey: Vkey;
  readonly url?: string;
}

/** Counts as having cosigned when at least `threshold` of its members have. */
export interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  /** Names of witnesses and groups that stand before it. */
  readonly members: readonly string[];
}

/** Who is trusted to say what a log holds. Any one of `logs` must have signed, and the quorum cosigned. */
export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** Name of a witness or group, or `none`. */
  readonly quorum: string;
}

/** The name of the quorum that asks for no cosignature. */
export const QUORUM_NONE = 'none';
/** The format asks for 32 of each; a line with the largest kind of key has 2,000 characters. */
export const POLICY_CHARACTERS_MAX = 1_000_000;

/**
 * Reads a policy file. Names are compared as they are, without normalisation.
 * @throws {TlogError} POLICY_MALFORMED with the number of the line
 * @see C2SP tlog-policy
 */
export function parsePolicy(text: string): Policy {
  if (text.length > POLICY_CHARACTERS_MAX) {
    throw new TlogError('POLICY_MALFORMED', `a policy has at most ${POLICY_CHARACTERS_MAX} characters`);
  }
  const builder = new PolicyBuilder();
  for (const [at, line] of text.split('\n').entries()) {
    try {
      builder.readLine(line);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new TlogError('POLICY_MALFORMED', `policy line ${at + 1}: ${why}`, { cause });
    }
  }
  return builder.policy();
}

/** Writes a policy in the order logs, witnesses, groups, quorum. @throws {TlogError} POLICY_MALFORMED for one that would not be read back */
export function formatPolicy(policy: Policy): string {
  const lines = [
    ...policy.logs.map(({ vkey, url }) => ['log', formatVkey(vkey), url]),
    ...policy.witnesses.map(({ name, vkey, url }) => ['witness', name, formatVkey(vkey), url]),
    ...policy.groups.map(({ name, threshold, members }) => ['group', name, String(threshold), ...members]),
    ['quorum', policy.quorum],
  ];
  const text = lines.map((items) => `${items.filter((item) => item !== undefined).join(' ')}\n`).join('');
  parsePolicy(text);
  return text;
}

/** Whether witnesses with these policy names, each with a verified cosignature, are a quorum. */
export function isQuorumMet(policy: Policy, cosigned: ReadonlySet<string>): boolean {
  if (policy.quorum === QUORUM_NONE) return true;
  const met = new Set(policy.witnesses.map(({ name }) => name).filter((name) => cosigned.has(name)));
  // Members stand before their group, so one pass is enough.
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => met.has(member)).length >= threshold) met.add(name);
  }
  return met.has(policy.quorum);
}

class PolicyBuilder {
  private readonly logs: PolicyLog[] = [];
  private readonly witnesses: PolicyWitness[] = [];
  private readonly groups: PolicyGroup[] = [];
  private readonly names = new Set<string>();
  private readonly grouped = new Set<string>();
  private quorum: string | undefined;

  readLine(line: string): void {
    // A tab is white space here; a carriage return is not, and would become part of a name.
    if (hasControlCharacter(line, '\t') || line.includes('\u007f'))
      throw new Error('a control character; lines end in a line feed alone');
    const [keyword, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
    if (keyword === undefined || keyword.startsWith('#')) return;
    if (keyword === 'log') this.addLog(items);
    else if (keyword === 'witness') this.addWitness(items);
    else if (keyword === 'group') this.addGroup(items);
    else if (keyword === 'quorum') this.setQuorum(items);
    else throw new Error('expected log, witness, group or quorum');
  }

  policy(): Policy {
    if (this.quorum === undefined) throw new TlogError('POLICY_MALFORMED', 'the policy has no quorum line');
    return { logs: this.logs, witnesses: this.witnesses, groups: this.groups, quorum: this.quorum };
  }

  private addLog(items: readonly string[]): void {
    const [key, url, ...more] = items;
    if (key === undefined || more.length > 0) throw new Error('expected log <vkey> [<url>]');
    const vkey = parseVkey(key);
    if (vkey.type !== KeyType.ed25519 && vkey.type !== KeyType.mlDsa44)
      throw new Error(`a key of type ${vkey.type} signs no log`);
    requireNew(vkey, this.logs);
    this.logs.push(url === undefined ? { vkey } : { vkey, url });
  }

  private addWitness(items: readonly string[]): void {
    const [name, key, url, ...more] = items;
    if (name === undefined || key === undefined || more.length > 0)
      throw new Error('expected witness <name> <vkey> [<url>]');
    const vkey = parseVkey(key);
    if (vkey.type !== KeyType.cosignature && vkey.type !== KeyType.mlDsa44)
      throw new Error(`a key of type ${vkey.type} signs no cosignature`);
    requireNew(vkey, this.witnesses);
    this.define(name);
    this.witnesses.push(url === undefined ? { name, vkey } : { name, vkey, url });
  }

  private addGroup(items: readonly string[]): void {
    const [name, size, ...members] = items;
    if (name === undefined || size === undefined || members.length === 0)
      throw new Error('expected group <name> all|any|<k> <name>...');
    const threshold =
      size === 'all' ? members.length : size === 'any' ? 1 : /^[1-9][0-9]{0,5}$/.test(size) ? Number(size) : NaN;
    if (!(threshold <= members.length)) throw new Error(`a threshold is all, any or 1 to ${members.length}`);
    for (const member of members) {
      if (!this.names.has(member)) throw new Error('a member is not defined on a line before');
      if (this.grouped.has(member)) throw new Error('a name is a member twice');
      this.grouped.add(member);
    }
    this.define(name);
    this.groups.push({ name, threshold, members });
  }

  private setQuorum(items: readonly string[]): void {
    const [name, ...more] = items;
    if (name === undefined || more.length > 0) throw new Error('expected quorum <name>');
    if (this.quorum !== undefined) throw new Error('a second quorum line');
    if (name !== QUORUM_NONE && !this.names.has(name)) throw new Error('the quorum is not defined on a line before');
    this.quorum = name;
  }

  private define(name: string): void {
    if (name === QUORUM_NONE) throw new Error('the name none is taken');
    if (this.names.has(name)) throw new Error('a name is defined twice');
    this.names.add(name);
  }
}

function requireNew(vkey: Vkey, before: readonly { readonly vkey: Vkey }[]): void {
  if (before.some((other) => equalBytes(other.vkey.publicKey, vkey.publicKey)))
    throw new Error('a public key stands twice');
}
