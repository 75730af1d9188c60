import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cosignedBytes, formatNote, leafHash, nodeHash, parseNote } from '#libs/core/tlog';
import { NativeVerifier } from '#libs/host/keys';
import {
  commitment,
  decodeEventBody,
  decodeLogEntry,
  EventKind,
  objectKey,
  type SignedStatement,
  statementBytes,
  statementHash,
} from '../../wire/index.js';
import { encodeEvidence, parseEvidence } from '../../evidence/bundle.js';
import { hashesBehind } from '../../keys/chain.js';
import { STEP_RULES } from '../gap-rules.js';
import { FINDINGS, STATUS_NOT_YET } from '../status.js';
import { Trail } from '../../entries/trail.js';
import { CHECK_CODES } from '../checks.js';
import { judgeEvidence } from '../judge.js';
import { judge } from '../../../../test/kit/core/evidence.js';
import { ITEM } from '../../../../test/kit/core/fleet.js';
import { type EvidenceVector, theExample } from './vectors.js';
import { aChain } from './vectors-keys.js';

// The pages are what others build from: every table and every byte in them is held against the code.

const page = (name: string): string =>
  readFileSync(join(import.meta.dirname, `../../../../docs/formats/${name}.md`), 'utf8');
const pages = { trail: page('trail'), evidence: page('evidence') };
const blocks = Object.values(pages).flatMap((text) =>
  [...text.matchAll(/^```hex (.+)\n([^`]*)^```$/gm)].map(
    (match) => [match[1]!, match[2]!.replaceAll(/#.*$/gm, '').replaceAll(/\s/g, '')] as const,
  ),
);
const hex = (...bytes: readonly Uint8Array[]): string => bytes.map((one) => Buffer.from(one).toString('hex')).join('');

const { log, evidence } = await theExample();
const bundle = parseEvidence(evidence);
const scan = bundle.entries[4]!;
const leaves = bundle.entries.map(({ entry }) => leafHash(entry));
const pieces = (JSON.parse(evidence) as { entries: { parts: string[] }[] }).entries[4]!.parts;
const trail = Trail.empty(objectKey(ITEM));
trail.append(4, leaves[4]!);

const chained = parseEvidence((await aChain()).evidence);
const [chain] = chained.chains;

/** The scan that came late, and the statements behind it, up to the last of its key. */
function behindTheLateScan() {
  const late = chained.entries.map(({ entry }) => decodeLogEntry(entry)).findLast(({ kind }) => kind === 'scan')!;
  if (late.kind !== 'scan') throw new Error('no scan');
  const { device, keyId, boot, counter } = late.scan;
  const start = statementHash(late.scan);
  const next = { device, keyId, boot, counter: counter + 1, previous: start, headerHash: chain!.headers[0]! };
  return {
    counter3: statementBytes(next),
    hashes: [start, ...hashesBehind(late.scan, { counter, hash: start }, chain!.headers)],
  };
}

const vectors = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../test/vectors/evidence.json'), 'utf8')) as {
    readonly vectors: readonly EvidenceVector[];
  }
).vectors;
const vectorNamed = (name: string): EvidenceVector => vectors.find((one) => one.name === name)!;

const judgeVector = ({ evidence, policy }: EvidenceVector) =>
  judgeEvidence({ evidence, policy, verifier: new NativeVerifier() });

const accused = vectorNamed('one counter used twice');
/** The statements that the accusation quotes. */
function quotedByTheAccusation(): readonly SignedStatement[] {
  const entry = decodeLogEntry(parseEvidence(accused.evidence).entries[5]!.entry);
  if (entry.kind !== 'event') throw new Error('no event');
  const { first, second } = decodeEventBody(EventKind.EQUIVOCATION, entry.event.body);
  return [first, second];
}

const cosigned = vectorNamed('two of three witnesses');
function ofTheSecondWitness() {
  const { text, signatures } = parseNote(parseEvidence(cosigned.evidence).checkpoint);
  const { keyId, signature } = signatures.find(({ name }) => name === 'witness.example/two')!;
  return { line: hex(keyId, signature), message: hex(cosignedBytes({ timeSeconds: 1_709_280_000, text })) };
}

/** What each block of the pages shows, by its title. */
function shown(): Record<string, string> {
  const node01 = nodeHash(leaves[0]!, leaves[1]!);
  const node23 = nodeHash(leaves[2]!, leaves[3]!);
  const node03 = nodeHash(node01, node23);
  const node45 = nodeHash(leaves[4]!, bundle.proof[0]!);
  const node46 = nodeHash(node45, bundle.proof[1]!);
  const disclosure = scan.disclosures[0]!;
  const logged = decodeLogEntry(scan.entry);
  const number = (value: number): string => value.toString(16).padStart(16, '0');
  return {
    'link 1: message': `${Buffer.from('cairn.trail.v1\0').toString('hex')}${hex(trail.key)}${number(1)}${number(4)}${'00'.repeat(32)}${hex(leaves[4]!)}`,
    'link 1': hex(trail.head),
    'trail root': hex(trail.root()),
    'piece 1 of entry 4': Buffer.from(pieces[0]!, 'base64url').toString('hex'),
    'key of the URI': hex(objectKey(ITEM)),
    'piece 3 of entry 4': Buffer.from(pieces[2]!, 'base64url').toString('hex'),
    'disclosure in entry 4': hex(disclosure),
    'commitment in entry 4': hex(commitment(disclosure)),
    'piece 5 of entry 4': Buffer.from(pieces[4]!, 'base64url').toString('hex'),
    'statement of entry 4': logged.kind === 'scan' ? hex(statementBytes(logged.scan)) : '',
    leaves: hex(...leaves),
    proof: hex(...bundle.proof),
    'headers of the chain': hex(...chain!.headers),
    'statement of counter 3': hex(behindTheLateScan().counter3),
    'statement hashes of counters 2 to 4': hex(...behindTheLateScan().hashes),
    'first statement of entry 5': hex(statementBytes(quotedByTheAccusation()[0]!)),
    'second statement of entry 5': hex(statementBytes(quotedByTheAccusation()[1]!)),
    'statement hashes of entry 5': hex(...quotedByTheAccusation().map(statementHash)),
    'cosignature of the second witness': ofTheSecondWitness().line,
    'cosigned by the second witness': ofTheSecondWitness().message,
    nodes: hex(node01, node23, node03, node45, node46, log.root()),
  };
}

it.each(blocks)('the bytes of "%s" are those of the example', (title, written) => expect(written).toBe(shown()[title]));

it('all bytes of the example are shown', () =>
  expect(blocks.map(([title]) => title).sort()).toEqual(Object.keys(shown()).sort()));

it("the policy of the example is the log's, and what the page says of the verdict is so", async () => {
  expect(/```text policy\n([^`]*)```/.exec(pages.evidence)?.[1]).toBe(log.policy());
  const verdict = await judge(log, { evidence, wanted: ITEM });
  expect(verdict.exit).toBe(0);
  const open = verdict.notChecked.map(({ code }) => code);
  expect(pages.evidence).toContain(`not checked are ${open.slice(0, -1).join(', ')} and ${open.at(-1)} (one).`);
});

it('what the page says of an accusation is so', async () => {
  const verdict = await judgeVector(accused);
  expect(verdict.findings.map(({ code }) => code)).toEqual(['EQUIVOCATION']);
  expect(verdict.exit).toBe(10);
  const scan = decodeLogEntry(parseEvidence(accused.evidence).entries[4]!.entry);
  expect(scan.kind === 'scan' && statementHash(scan.scan)).toEqual(statementHash(quotedByTheAccusation()[0]!));
});

it('what the page says of a cosigned checkpoint is so', async () => {
  expect(/```text policy with witnesses\n([^`]*)```/.exec(pages.evidence)?.[1]).toBe(cosigned.policy);
  const verdict = await judgeVector(cosigned);
  expect(verdict.exit).toBe(0);
  const open = verdict.notChecked.map(({ code }) => code);
  expect([open.includes('SAME_LOG_FOR_ALL'), open.includes('FRESHNESS')]).toEqual([false, true]);
  const minuteLater = await judgeEvidence({ ...cosigned, verifier: new NativeVerifier(), nowMs: 1_709_280_060_000 });
  expect(minuteLater.notChecked.map(({ code }) => code)).not.toContain('FRESHNESS');
  const { checkpoint, ...bundle } = parseEvidence(cosigned.evidence);
  const { text, signatures } = parseNote(checkpoint);
  const fewer = encodeEvidence({ ...bundle, checkpoint: formatNote(text, signatures.slice(0, 2)) });
  expect((await judgeVector({ ...cosigned, evidence: fewer })).exit).toBe(30);
});

/** Rows of the tables that begin with a code in capitals. */
const rows = (text: string): string[][] =>
  [...text.matchAll(/^\| ([A-Z_]+) \|(.*)\|$/gm)].map((match) => [
    match[1]!,
    ...match[2]!.split('|').map((cell) => cell.trim()),
  ]);

it('the rules for steps are those of the code', () => {
  const written = rows(pages.trail).filter(([, at]) => /^(bizStep|disposition) /.test(at!));
  const rules = STEP_RULES.map(({ code, at, needs, undoesUnit }) => {
    const [name, values] = Object.entries(at)[0] as [string, string[]];
    return [code, `${name} ${values.join(', ')}`, [...needs].sort().join(', '), undoesUnit ? 'yes' : ''];
  });
  const sorted = (list: string): string => list.split(', ').sort().join(', ');
  expect(written.map(([code, at, needs, undoes]) => [code, at, sorted(needs!), undoes])).toEqual(rules);
});

it('the findings are those of the code', () => {
  const written = rows(pages.trail).filter(([, at]) => !/^(bizStep|disposition) /.test(at!));
  expect(Object.fromEntries(written.map(([code, kind]) => [code, kind]))).toEqual(FINDINGS);
  for (const kind of Object.keys(STATUS_NOT_YET)) expect(pages.trail).toContain(`**${kind}** (`);
});

it('the checks are those of the code, in their order', () => {
  const written = rows(pages.evidence.split('## What is not checked')[0]!)
    .filter(([code = '']) => (CHECK_CODES as readonly string[]).includes(code))
    .map(([code]) => code);
  expect(written).toEqual(CHECK_CODES);
});
