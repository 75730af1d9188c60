import { encodeEvidence, type EvidenceBundle, parseEvidence } from '../../evidence/bundle.js';
import { bundleOf, evidenceOf, judge } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM } from '../../../../test/kit/core/fleet.js';
import { MemoryLog } from '../../../../test/kit/core/memory-log.js';

type Json = Record<string, unknown>;
interface EvidenceJson extends Json {
  checkpoint: string;
  entries: { index: string; parts: (string | Record<string, string>)[] }[];
  proof: string;
}

/** One scan, so that every byte can be changed in a short time. */
async function aSmallBundle(): Promise<{ log: MemoryLog; evidence: string }> {
  const fleet = new Fleet();
  fleet.log.fill(3);
  fleet.partyWithDevice('Maker').scan({ bizStep: 'commissioning', claims: { operatorBadge: 'B-17' } });
  fleet.log.fill(2);
  return { log: fleet.log, evidence: await evidenceOf(fleet.log, { tier: 'public' }) };
}

const exitOf = async (log: MemoryLog, evidence: string): Promise<number> =>
  (await judge(log, { evidence, wanted: ITEM })).exit;

describe('evidence with one byte changed', () => {
  it.each([0, 1])('is never intact: every byte in turn, one bit of it (%i)', async (round) => {
    const { log, evidence } = await aSmallBundle();
    const bytes = new TextEncoder().encode(evidence);
    const taken: string[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const forged = bytes.slice();
      forged[at]! ^= round === 0 ? 0x01 : 2 << (at % 5);
      let text: string;
      try {
        text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(forged);
      } catch {
        continue; // Not UTF-8: whoever reads the file refuses it.
      }
      const exit = await exitOf(log, text);
      if (exit !== 20 && exit !== 30) taken.push(`byte ${at} (${text.slice(at - 10, at + 10)}): ${exit}`);
    }
    expect(taken).toEqual([]);
  });

  it('is never intact when it is cut at any byte or has a byte more', async () => {
    const { log, evidence } = await aSmallBundle();
    for (let length = 0; length < evidence.length; length += 7)
      expect(await exitOf(log, evidence.slice(0, length))).toBe(20);
    for (const text of [`${evidence}\n`, ` ${evidence}`, `\ufeff${evidence}`, `${evidence}${evidence}`])
      expect(await exitOf(log, text)).toBe(20);
  });
});

describe('evidence whose parts were moved about', () => {
  const forge = async (change: (json: EvidenceJson) => void): Promise<number> => {
    const { log } = Fleet.withGoodTrail();
    const json = JSON.parse(await evidenceOf(log)) as EvidenceJson;
    change(json);
    return exitOf(log, JSON.stringify(json));
  };
  const places = [0, 1, 2, 3, 4, 5, 6, 7, 8];

  it.each(places)('fails without its entry %i', async (place) => {
    expect(await forge(({ entries }) => entries.splice(place, 1))).toBe(20);
  });

  it.each(places)('fails with its entry %i twice', async (place) => {
    expect(await forge(({ entries }) => entries.splice(place, 0, entries[place]!))).toBe(20);
  });

  it.each(places.slice(1))('fails with its entries %i and the one before swapped', async (place) => {
    expect(await forge(({ entries }) => entries.splice(place - 1, 2, entries[place]!, entries[place - 1]!))).toBe(20);
    const swapIndexes = ({ entries }: EvidenceJson): void => {
      const [one, other] = [entries[place - 1]!, entries[place]!];
      [one.parts, other.parts] = [other.parts, one.parts];
    };
    expect(await forge(swapIndexes)).toBe(20);
  });

  it.each(places)('fails with entry %i said to stand elsewhere', async (place) => {
    expect(await forge(({ entries }) => (entries[place]!.index = String(Number(entries[place]!.index) + 1)))).toBe(20);
    expect(await forge(({ entries }) => (entries[place]!.index = '4000'))).toBe(20);
  });

  it('fails with a hash of the proof left out, doubled or swapped', async () => {
    const hash = 43; // letters of one hash, roughly: every place is tried
    for (let at = 0; at + hash <= 86; at += 11) {
      expect(await forge((json) => (json.proof = json.proof.slice(0, at) + json.proof.slice(at + hash)))).toBe(20);
    }
    expect(await forge((json) => (json.proof += json.proof))).toBe(20);
    expect(await forge((json) => (json.proof = ''))).toBe(20);
  });

  it.each<[string, Json]>([
    ['a key of its own', { logKey: 'cairn.example/test+00000000+AAAA' }],
    ['a policy of its own', { policy: 'quorum none\n' }],
    ['a word more', { note: 'all good' }],
  ])('fails with %s', async (_, more) => {
    expect(await forge((json) => Object.assign(json, more))).toBe(20);
  });

  it('fails with a member left out', async () => {
    for (const name of ['checkpoint', 'entries', 'format', 'object', 'proof', 'until']) {
      expect(await forge((json) => delete json[name])).toBe(20);
    }
  });

  it('of another version cannot be judged', async () => {
    expect(await forge((json) => (json.format = 'cairn.evidence.v9'))).toBe(30);
  });
});

describe('values that are shown for hashes', () => {
  const rewrite = async (change: (parts: (string | Record<string, string>)[]) => void): Promise<number> => {
    const { log } = Fleet.withGoodTrail();
    const json = JSON.parse(await evidenceOf(log)) as EvidenceJson;
    for (const { parts } of json.entries.slice(-1)) change(parts);
    return exitOf(log, JSON.stringify(json));
  };
  const claims = (parts: (string | Record<string, string>)[]) =>
    parts.filter((part) => typeof part !== 'string' && 'name' in part) as Record<string, string>[];

  it('fail when name, value or salt is another', async () => {
    expect(await rewrite((parts) => (claims(parts)[0]!.value = 'shipping'))).toBe(20);
    expect(await rewrite((parts) => (claims(parts)[0]!.name = 'disposition'))).toBe(20);
    expect(await rewrite((parts) => (claims(parts)[0]!.salt = 'AAAAAAAAAAAAAAAAAAAAAA'))).toBe(20);
    expect(await rewrite((parts) => (claims(parts)[0]!.salt = 'AAAA'))).toBe(20);
  });

  it('fail in the place of another claim', async () => {
    const swap = (parts: (string | Record<string, string>)[]): void => {
      const [one, other] = claims(parts).map((claim) => parts.indexOf(claim));
      [parts[one!], parts[other!]] = [parts[other!]!, parts[one!]!];
    };
    expect(await rewrite(swap)).toBe(20);
  });

  it('fail where no hash stands, and where a URI stands for a claim', async () => {
    expect(await rewrite((parts) => parts.splice(0, 1, (parts[0] as string).slice(4)))).toBe(20);
    expect(await rewrite((parts) => parts.reverse())).toBe(20);
    expect(await rewrite((parts) => parts.splice(parts.indexOf(claims(parts)[0]!), 1, { uri: ITEM }))).toBe(20);
    expect(await rewrite((parts) => parts.splice(1, 0, '', { uri: ITEM }))).toBe(20);
  });

  it('fail when the URI is that of another object', async () => {
    const { log } = Fleet.withGoodTrail();
    const other = ITEM.replace('A1', 'A2');
    const evidence = (await evidenceOf(log)).replaceAll(ITEM, other);
    expect(await judge(log, { evidence, wanted: other })).toMatchObject({ exit: 20 });
  });
});

describe('evidence by a forger who has the whole public log and makes the proof anew', () => {
  const KEY_EVENTS = [0, 1, 2, 3, 4, 5];

  it('is never intact with a key event left out that a signature needs', async () => {
    const { log, made, shipped, received } = Fleet.withGoodTrail();
    for (const left of [0, 2, 3, 4, 5]) {
      const kept = KEY_EVENTS.filter((logIndex) => logIndex !== left);
      const { exit } = await judge(log, { evidence: bundleOf(log, [...kept, made, shipped, received]) });
      expect([left, exit]).toEqual([left, 30]);
    }
  });

  it("is never intact with an entry of another log under this log's checkpoint", async () => {
    const { log, made } = Fleet.withGoodTrail();
    const other = Fleet.withGoodTrail();
    other.maker.scan({ bizStep: 'destroying' });
    const mixed: EvidenceBundle = { ...parseEvidence(bundleOf(log, [...KEY_EVENTS, made])) };
    const entries = mixed.entries.map((entry, place) =>
      place === mixed.entries.length - 1 ? { ...other.log.entry(other.log.size - 1), logIndex: entry.logIndex } : entry,
    );
    expect(await exitOf(log, encodeEvidence({ ...mixed, entries }))).toBe(20);
  });

  it('is never intact under a checkpoint that it signed itself', async () => {
    const forger = new MemoryLog();
    const { log } = Fleet.withGoodTrail();
    forger.fill(4);
    const own = new MemoryLog('cairn.example/forger');
    const fleet = new Fleet(own);
    fleet.partyWithDevice('Maker').scan();
    expect(await exitOf(log, await evidenceOf(own))).toBe(30);
  });

  it('can leave out an entry of the object, and the verdict says that nobody checked that', async () => {
    const { log, made, received } = Fleet.withGoodTrail();
    const verdict = await judge(log, { evidence: bundleOf(log, [...KEY_EVENTS, made, received]) });
    expect(verdict.status).not.toContain('complete');
    expect(verdict.notChecked.map(({ code }) => code)).toContain('LATER_ENTRIES');
    // Here it shows all the same: what is left out is implied by what is not.
    expect(verdict.findings.map(({ code }) => code)).toEqual(['STEP_MISSING', 'SEEN_ELSEWHERE']);
  });
});
