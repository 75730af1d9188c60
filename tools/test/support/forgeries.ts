import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { bundleOf, version1EvidenceOf } from '../../../test/kit/core/evidence.js';
import { Fleet } from '../../../test/kit/core/fleet.js';
import type { Case } from '../../../test/kit/python.js';
import { formatVkey } from '#libs/core/tlog';
import { aWitness } from '../../../test/kit/core/witness.js';
import type { Random } from './random.js';

type Parts = (string | Record<string, string>)[];
interface BundleJson {
  chains: Record<string, string>[];
  checkpoint: string;
  entries: { index: string; parts: Parts }[];
  format: string;
  object: string;
  proof: string;
  until: string;
}

const VECTORS = join(import.meta.dirname, '../../../test/vectors/evidence.json');

/** test/vectors/evidence.json, with the exit code that every verifier gives. */
export const goldenCases = (): (Case & { readonly exit: number })[] =>
  (JSON.parse(readFileSync(VECTORS, 'utf8')) as { vectors: (Case & { exit: number })[] }).vectors;

/** Every `stride`th byte changed in one bit, and the text cut there; what is no UTF-8 then is left away. */
export function withBytesChanged({ name, evidence, policy, object }: Case, stride: number): Case[] {
  const bytes = new TextEncoder().encode(evidence);
  const cases: Case[] = [];
  for (let at = 0; at < bytes.length; at += stride) {
    const forged = bytes.slice();
    forged[at]! ^= 1 << (at % 7);
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(forged);
      cases.push({ name: `${name}: byte ${at}`, evidence: text, policy, object });
    } catch {
      // Not UTF-8: whoever reads the file refuses it.
    }
  }
  return cases;
}

const changes: Record<string, (bundle: BundleJson, random: Random) => unknown> = {
  'an entry left out': ({ entries }, random) => entries.splice(random.below(entries.length), 1),
  'an entry doubled': ({ entries }, random) => {
    const at = random.below(entries.length);
    entries.splice(at, 0, entries[at]!);
  },
  'entries in another order': ({ entries }, random) =>
    entries.push(entries.splice(random.below(entries.length), 1)[0]!),
  'parts of entries swapped': ({ entries }, random) => {
    const [one, other] = [random.pick(entries), random.pick(entries)];
    [one.parts, other.parts] = [other.parts, one.parts];
  },
  'another index': ({ entries }, random) => {
    random.pick(entries).index = random.pick(['0', '1', '4', '5', '6', '7', '75', '01', '-1', '', '9007199254740991']);
  },
  'a number that is too large': (bundle, random) => {
    const number = random.pick(['9007199254740992', '18446744073709551615', '99999999999999999999999999']);
    if (random.once(2)) bundle.until = number;
    else random.pick(bundle.entries).index = number;
  },
  'another until': (bundle, random) => (bundle.until = String(random.below(80))),
  'a proof cut or doubled': (bundle, random) => {
    const hash = random.below(90);
    bundle.proof = random.pick(['', bundle.proof.repeat(2), bundle.proof.slice(hash), `${bundle.proof}AAAA`]);
  },
  'other chains': ({ chains }, random) => {
    const chain: Record<string, string> =
      chains.length > 0 ? { ...random.pick(chains) } : { boot: 'A'.repeat(22), device: 'A'.repeat(43) };
    const headers = chain['headers'] ?? 'A'.repeat(43);
    const member = random.pick(['boot', 'device', 'from', 'headers', 'more']);
    const values = ['', '0', '1', '3', '9', 'A'.repeat(22), 'A'.repeat(43), headers.repeat(4), headers.slice(43)];
    const changed = { from: '2', headers, ...chain, ...(random.once(2) && { [member]: random.pick(values) }) };
    const members = Object.entries(changed).sort(([one], [other]) => (one < other ? -1 : 1));
    chains.splice(random.below(chains.length + 1), random.below(2), Object.fromEntries(members));
  },
  'another object': (bundle, random) =>
    (bundle.object = random.pick([
      bundle.object.replace('A1', 'A2'),
      bundle.object.replace('id.gs1.org', 'shop.example'),
      `${bundle.object}?x`,
      '(01)09520001000010(21)A1',
      '',
    ])),
  'a piece changed': ({ entries }, random) => {
    const { parts } = random.pick(entries);
    const at = random.below(parts.length);
    const uri = 'https://id.gs1.org/01/09520001000010/21/A1';
    const claim = { name: 'bizStep', salt: 'A'.repeat(22), value: 'storing' };
    parts.splice(at, random.below(3), ...random.some<Parts[number]>(['', 'AAAA', { uri }, claim], 2));
  },
  'another value': ({ entries }, random) => {
    const opened = entries.flatMap(({ parts }) => parts.filter((part) => typeof part !== 'string'));
    if (opened.length === 0) return;
    const part = random.pick(opened) as Record<string, string>;
    part[random.pick([...Object.keys(part), 'other'])] = random.pick([
      '',
      'x',
      'AAAA',
      'shipping',
      '=',
      'x'.repeat(70),
    ]);
  },
  'a letter of base64 changed': ({ entries }, random) => {
    const { parts } = random.pick(entries);
    const at = parts.findIndex((part) => typeof part === 'string');
    const text = parts[at] as string;
    const place = random.once(2) ? text.length - 1 : random.below(text.length);
    parts[at] = text.slice(0, place) + random.pick(['A', 'B', '-', '_', '+', '=', '', ' ']) + text.slice(place + 1);
  },
  'a checkpoint changed': (bundle, random) => {
    const place = random.below(bundle.checkpoint.length);
    const put = random.pick(['', '\n', ' ', '—', 'A', '0', '+', '\u00a0', '\u0000', 'é']);
    bundle.checkpoint = bundle.checkpoint.slice(0, place) + put + bundle.checkpoint.slice(place + random.below(2));
  },
  'more lines in the checkpoint': (bundle, random) => {
    const [text = '', signatures = ''] = bundle.checkpoint.split('\n\n');
    bundle.checkpoint = random.pick([
      `${text}\nextension\n\n${signatures}`,
      `${text}\n\n\n${signatures}`,
      `${text}\n\n${signatures}${signatures}`,
      `${text}\n\n${signatures}— other.example/key AAAAAAAA\n`,
      `${text}\n\n— other.example/key AAAAAAAA\n`,
      `${text}\n\n`,
      text,
    ]);
  },
  'a member more, less or of another kind': (bundle, random) => {
    const json = bundle as unknown as Record<string, unknown>;
    const name = random.pick(Object.keys(json));
    if (random.once(3)) json['more'] = random.pick(['', 1, null]);
    else if (random.once(2)) delete json[name];
    else json[name] = random.pick<unknown>([1, null, true, [], {}, [[]], '']);
  },
  'another format': (bundle, random) => {
    bundle.format = 'cairn.evidence.v9';
    Object.assign(
      bundle,
      random.pick([{}, { more: 1e21 }, { entries: [] }, { deep: JSON.parse('['.repeat(31) + ']'.repeat(31)) }]),
    );
  },
};

/** Changes of the bundle as a whole, `rounds` of each kind. */
export function withPartsMoved({ name, evidence, policy, object }: Case, random: Random, rounds: number): Case[] {
  const kinds = Object.entries(changes).flatMap((kind) => Array.from({ length: rounds }, () => kind));
  return kinds.map(([what, change]) => {
    const bundle = JSON.parse(evidence) as BundleJson;
    change(bundle, random);
    const members = Object.entries(bundle).sort(([one], [other]) => (one < other ? -1 : 1));
    return { name: `${name}: ${what}`, evidence: JSON.stringify(Object.fromEntries(members)), policy, object };
  });
}

/** Policies that name the log, right and wrong by one rule each. */
function policiesAround(log: string): string[] {
  const [one = '', two = '', three = ''] = ['one', 'two', 'three'].map((name) => formatVkey(aWitness(name).vkey));
  const [name = '', id = '', key = ''] = [
    log.slice(0, log.indexOf('+')),
    ...log.slice(log.indexOf('+') + 1).split('+'),
  ];
  const witnesses = `witness w1 ${one}\nwitness w2 ${two}\n`;
  return [
    ...[
      `quorum none`,
      `quorum none\nquorum none`,
      `quorum none none`,
      `quorum`,
      `quorum nobody`,
      `log ${log}\nquorum none`,
      `log ${one}\nquorum none`,
      `log\nquorum none`,
      `witness w1 ${log}\nquorum none`,
      `witness w1\nquorum none`,
      `${witnesses}quorum none`,
      `${witnesses}witness w1 ${three}\nquorum none`,
      `${witnesses}witness w3 ${one}\nquorum none`,
      `${witnesses}witness none ${three}\nquorum none`,
      `${witnesses}witness w3 ${three} https://w3.example more\nquorum none`,
      ...['all', 'any', '1', '2', '02', '0', '3', 'most', '-1', '1.5'].map(
        (k) => `${witnesses}group g ${k} w1 w2\nquorum none`,
      ),
      `${witnesses}group g all\nquorum none`,
      `${witnesses}group g all w1 w1\nquorum none`,
      `${witnesses}group g all w1 w3\nquorum none`,
      `${witnesses}group w1 all w2\nquorum none`,
      `${witnesses}group g any w1\ngroup h any w1\nquorum none`,
      `${witnesses}group g any w1\ngroup g any w2\nquorum none`,
      `${witnesses}group g any w1\ngroup h all g w2\nquorum none`,
      `${witnesses}group h all g w2\ngroup g any w1\nquorum none`,
      `group none any\nquorum none`,
      `# quorum\n\n \t\nquorum\tnone`,
      `quorum none # remark`,
      `trust me\nquorum none`,
      `quorum none\u007f`,
      `quorum none\u00a0`,
      `# \u0001\nquorum none`,
      `#${'x'.repeat(1_000_000)}\nquorum none`,
    ].map((lines) => `log ${log}\n${lines}\n`),
    ...[
      `${name}+${id.toUpperCase()}+${key}`,
      formatVkey({ name, type: 1, publicKey: new Uint8Array(32).fill(9) }).replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
      `${name}+${id}0+${key}`,
      `+${id}+${key}`,
      `${name}+${id}`,
      `${name}+${id}+`,
      `${name}+${id}+${key.replace(/=*$/, '')}A`,
      formatVkey({ name, type: 2, publicKey: new Uint8Array(91).fill(1) }),
    ].map((vkey) => `log ${vkey}\nlog ${log}\nquorum none\n`),
    `log ${log} https://log.example\nquorum none\n`,
    `log ${log} https://log.example more\nquorum none\n`,
  ];
}

/** Bundles by someone who has the whole log and makes every proof anew, and bundles that another policy or object was asked for. */
export async function forgedWithTheLog(): Promise<Case[]> {
  const { log, maker, made, shipped, received } = Fleet.withGoodTrail();
  const policy = log.policy();
  const foreign = maker.scan({ subjects: ['https://id.gs1.org/01/09520001000010/21/Z9'] });
  const all = [0, 1, 2, 3, 4, 5, made, shipped, received, foreign];
  const chosen = Array.from({ length: 1 << all.length }, (_, bits) => all.filter((_, at) => (bits >> at) & 1));
  const cases: Case[] = chosen
    .filter((indexes, at) => indexes.length > 0 && (indexes.length > 8 || at % 7 === 0))
    .map((indexes) => ({ name: `entries ${indexes.join()}`, policy, evidence: bundleOf(log, indexes) }));
  const evidence = await version1EvidenceOf(log);
  const bundle = parseEvidence(evidence);
  const other = Fleet.withGoodTrail();
  other.maker.scan({ bizStep: 'destroying' });
  const mixed = bundle.entries.map((entry, at) =>
    at === bundle.entries.length - 1 ? { ...other.log.entry(other.log.size - 1), logIndex: entry.logIndex } : entry,
  );
  const vkey = /log (\S+)/.exec(policy)![1]!;
  const policies = [
    null,
    '',
    'quorum none\n',
    `log ${vkey}\n`,
    `log ${vkey}\r\nquorum none\n`,
    `log ${vkey}x\nquorum none\n`,
    ...policiesAround(vkey),
  ];
  return [
    ...cases,
    { name: 'an entry of another log', policy, evidence: encodeEvidence({ ...bundle, entries: mixed }) },
    ...policies.map((one) => ({ name: `policy ${JSON.stringify(one)}`, policy: one, evidence })),
    { name: 'an indented remark', policy: `  # ours\n${policy}`, evidence },
    { name: 'asked for another', policy, evidence, object: 'https://id.gs1.org/01/09520001000010/21/Z9' },
    ...[
      `${evidence}\n`,
      ` ${evidence}`,
      `\ufeff${evidence}`,
      '',
      '{}',
      '[]',
      'null',
      '"x"',
      '{"format":"x"}',
      '['.repeat(5000),
    ].map((text, at) => ({ name: `text ${at}`, policy, evidence: text })),
  ];
}
