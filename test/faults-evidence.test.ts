import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Action,
  commitment,
  encodeLogEntry,
  encodePrivatePart,
  encodeScanHeader,
  EventType,
  makeDisclosure,
  objectKey,
  Precision,
  VERIFICATION_PROFILE,
} from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import { noteKeyIdOf, KeyType, treeRoot, type Vkey } from '#libs/core/tlog';
import { checkCheckpoints } from './faults/checks/checkpoints.js';
import { checkLogIntact } from './faults/checks/log-intact.js';
import { lookAtPrivateParts } from './faults/checks/private-parts.js';
import { type CheckResult, Findings, hasPassed } from './faults/checks/result.js';
import { type PublicLog, readPublicLog } from './faults/evidence/public-log.js';
import { type LogSigner, signCheckpoint, writeLog } from './faults/evidence/write-log.js';
import { Journal, journalFile, readJournals } from './faults/load/journal.js';
import { differences, filesOf, hasCommitted } from './faults/takeover/footprint.js';

const passed = (result: CheckResult): void => expect(result.texts).toEqual([]);
const failed = (result: CheckResult, text: RegExp): void => {
  expect(hasPassed(result)).toBe(false);
  expect(result.texts.join('\n')).toMatch(text);
};

describe('a public log and its checkpoints', () => {
  const ENTRIES = 600; // three bundles and a tile of level 1
  const seed = signerOfSeed(new Uint8Array(32).fill(7));
  const name = 'faults.example/log';
  const vkey: Vkey = {
    name,
    type: KeyType.ed25519,
    keyId: noteKeyIdOf(name, KeyType.ed25519, seed.publicKey),
    publicKey: seed.publicKey,
  };
  const signer: LogSigner = { vkey, sign: (message) => seed.sign(message) };
  const entries = Array.from({ length: ENTRIES }, (_, n) => new TextEncoder().encode(`entry ${n}`));
  let folder: string;
  let log: PublicLog;
  const noteAt = async (size: number): Promise<string> => {
    const other = mkdtempSync(join(tmpdir(), 'cairn-faults-at-'));
    writeLog(other, entries.slice(0, size), signer);
    const { checkpoint } = await readPublicLog(other, vkey);
    rmSync(other, { recursive: true });
    return signCheckpoint(signer, size, checkpoint.root);
  };
  const seen = async (...sizes: number[]) => ({ notes: await Promise.all(sizes.map(noteAt)), conflicts: [] });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-faults-log-'));
    writeLog(folder, entries, signer);
    log = await readPublicLog(folder, vkey);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read back entry by entry and passes', () => {
    expect(log.entries.map((entry) => new TextDecoder().decode(entry)).at(-1)).toBe(`entry ${ENTRIES - 1}`);
    passed(checkLogIntact(log));
  });
  it('fails with one entry less, more or changed', () => {
    failed(checkLogIntact({ ...log, entries: log.entries.slice(1) }), /hold 599 entries, the checkpoint says 600/);
    failed(checkLogIntact({ ...log, entries: [...log.entries, entries[0]!] }), /hold 601 entries/);
    failed(checkLogIntact({ ...log, entries: log.entries.toSpliced(300, 1, entries[0]!) }), /another root/);
  });
  it('cannot be read under another key, or with a bundle cut short', async () => {
    const other = signerOfSeed(new Uint8Array(32).fill(8));
    const foreign = { ...vkey, publicKey: other.publicKey, keyId: noteKeyIdOf(name, KeyType.ed25519, other.publicKey) };
    await expect(readPublicLog(folder, foreign)).rejects.toMatchObject({ code: 'NOTE_UNSIGNED' });
    const copy = mkdtempSync(join(tmpdir(), 'cairn-faults-cut-'));
    writeLog(copy, entries, signer);
    writeFileSync(join(copy, 'tile/entries/000'), '');
    await expect(readPublicLog(copy, vkey)).rejects.toMatchObject({ code: 'BUNDLE_MALFORMED' });
    rmSync(copy, { recursive: true });
  });
  it('passes with checkpoints of its own history', async () =>
    passed(await checkCheckpoints(log, await seen(1, 255, 256, 257, 511, 599, 600), vkey)));
  it('notices two checkpoints of one size', async () => {
    const { notes } = await seen(257, 600);
    const contradiction = signCheckpoint(signer, 257, treeRoot([new Uint8Array(32)]));
    const result = await checkCheckpoints(log, { notes: [...notes, contradiction], conflicts: [] }, vkey);
    failed(result, /size 257 has another root than the entries/);
    failed(result, /sizes 257 and 257 contradict each other/);
  });
  it('notices a checkpoint beyond the end of the log', async () => {
    const beyond = signCheckpoint(signer, 601, treeRoot([new Uint8Array(32)]));
    failed(await checkCheckpoints(log, { notes: [beyond], conflicts: [] }, vkey), /the log ends before/);
  });
  it('notices a checkpoint that the log has not signed, and a stored one that was changed', async () => {
    const forged = (await noteAt(257)).replace('\n257\n', '\n258\n');
    failed(await checkCheckpoints(log, { notes: [forged], conflicts: [] }, vkey), /does not open/);
    const { notes } = await seen(600);
    failed(await checkCheckpoints(log, { notes, conflicts: ['the stored file x was changed'] }, vkey), /was changed/);
  });
  it('notices tiles that do not lead from one checkpoint to the next', async () => {
    const other = mkdtempSync(join(tmpdir(), 'cairn-faults-tiles-'));
    writeLog(other, entries.toReversed(), signer);
    failed(
      await checkCheckpoints({ ...log, folder: other }, await seen(257, 600), vkey),
      /sizes 257 and 600 contradict/,
    );
    rmSync(other, { recursive: true });
  });
});

describe('private parts', () => {
  const uri = 'https://id.gs1.org/01/09520000000004/21/1';
  const disclosure = makeDisclosure({ index: 0, salt: new Uint8Array(16), name: 'bizStep', value: 'inspecting' });
  const header = encodeScanHeader({
    eventTimeMs: 1_700_000_000_000,
    precision: Precision.MILLISECOND,
    zoneOffsetMinutes: 0,
    eventType: EventType.OBJECT,
    action: Action.OBSERVE,
    objects: [objectKey(uri)],
    roles: Uint8Array.of(1),
    claims: [commitment(disclosure)],
  });
  const entry = encodeLogEntry({
    kind: 'scan',
    scan: {
      device: new Uint8Array(32).fill(1),
      keyId: new Uint8Array(8).fill(2),
      boot: new Uint8Array(16).fill(3),
      counter: 1,
      previous: new Uint8Array(32),
      header,
      signature: new Uint8Array(64).fill(4),
      receivedTimeMs: 1_700_000_000_000,
      after: 0,
      verificationProfile: VERIFICATION_PROFILE,
    },
  });
  const look = (privatePart: Uint8Array | null): CheckResult => {
    const findings = new Findings('privateParts', 'scans');
    lookAtPrivateParts([{ logIndex: 5, entry, privatePart }], findings);
    return findings.result();
  };
  it('pass when they open what the entry commits to', () =>
    passed(look(encodePrivatePart({ uris: [uri], disclosures: [disclosure] }))));
  it('fail when they are gone, or one of them is', () => {
    failed(look(null), /entry 5 has lost its URIs and disclosures/);
    failed(look(encodePrivatePart({ uris: [uri], disclosures: [] })), /entry 5: there are 0 disclosures/);
    failed(look(encodePrivatePart({ uris: [`${uri}2`], disclosures: [disclosure] })), /entry 5: URI 0 is not/);
  });
});

describe('what else is looked at', () => {
  it('a file that was written again with the same bytes is a difference', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-faults-files-'));
    mkdirSync(join(folder, 'log/.unfinished'), { recursive: true });
    mkdirSync(join(folder, 'checkpoints'));
    const path = join(folder, 'log/checkpoint');
    writeFileSync(path, 'note');
    const before = filesOf(folder);
    writeFileSync(join(folder, 'log/.unfinished/draft'), 'has no name yet');
    expect(differences(before, filesOf(folder))).toEqual([]);
    rmSync(path);
    writeFileSync(path, 'note');
    expect(differences(before, filesOf(folder)).join()).toContain(path);
    rmSync(folder, { recursive: true });
  });
  it('an epoch that is over may lose rows to the next one, and gain none', () => {
    const before = { roots: 20, latest: 5 };
    expect(hasCommitted(before, before)).toBe(false);
    expect(hasCommitted(before, { roots: 20, latest: 0 })).toBe(false);
    expect(hasCommitted(before, { roots: 21, latest: 0 })).toBe(true);
    expect(hasCommitted(before, { roots: 20, latest: 6 })).toBe(true);
  });
  it('a journal gives back what was confirmed, and no torn last line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-faults-journal-'));
    const journal = new Journal(journalFile(folder, 'devices-1', 1));
    const line = { what: 'enqueued', device: 'd', boot: 'b', counter: 1, statementHash: 'h' } as const;
    await Promise.all([journal.append([line]), journal.append([{ ...line, counter: 2 }])]);
    journal.close();
    writeFileSync(journalFile(folder, 'devices-1', 2), `${JSON.stringify({ ...line, counter: 3 })}\n{"what":"enq`);
    expect(readJournals(folder).map((each) => 'counter' in each && each.counter)).toEqual([1, 2, 3]);
    rmSync(folder, { recursive: true });
  });
});
