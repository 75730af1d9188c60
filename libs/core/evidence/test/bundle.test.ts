import fc from 'fast-check';
import { encodeEvidence, parseEvidence } from '../bundle.js';
import { CHAIN_HEADERS_MAX, type EvidenceChain } from '../chains.js';
import { entryFromParts, type EntryPart, entryPieces } from '../entry-parts.js';
import { decodeLogEntry, decodeScanHeader, encodeLogEntry, hashSlots } from '../../wire/index.js';
import { type ShownEntry, shownOf } from '../../entries/read-entry.js';
import { evidenceOf } from '../../../../test/kit/core/evidence.js';
import { aScan, Fleet, ITEM } from '../../../../test/kit/core/fleet.js';
import { seedOf } from '../../../../test/kit/core/memory-log.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A logged scan with so many objects and claims, and what may be seen of them. */
const logged = fc
  .record({
    objects: fc.integer({ min: 1, max: 6 }),
    claims: fc.nat(6),
    shown: fc.nat(63),
    opened: fc.nat(63),
    handsOver: fc.boolean(),
  })
  .map(({ objects, claims, shown, opened, handsOver }) => {
    const scan = aScan({
      subjects: Array.from({ length: objects }, (_, i) => `${ITEM}${i}`),
      claims: { note: Array.from({ length: claims }, (_, i) => `note ${i} \u20ac`) },
      ...(handsOver && { to: { name: 'x', key: seedOf('x') } }),
    });
    const fields = {
      device: seedOf('d'),
      keyId: seedOf('k').slice(0, 8),
      boot: seedOf('b').slice(0, 16),
      counter: 7,
      previous: seedOf('p'),
      signature: new Uint8Array(64).fill(1),
    };
    const entry = encodeLogEntry({
      kind: 'scan',
      scan: { ...fields, header: scan.header, receivedTimeMs: 5, after: 6, verificationProfile: 1 },
    });
    return {
      logIndex: 9,
      entry,
      uris: scan.uris.map((uri, i) => ((shown >> i) & 1 ? uri : null)),
      disclosures: scan.disclosures.map((disclosure, i) => ((opened >> i) & 1 ? disclosure : null)),
    };
  });

/** An entry as `entryFromParts` takes it. */
function entryToParts(shown: ShownEntry): EntryPart[] {
  const parts: EntryPart[] = [];
  let from = 0;
  const add = (part: EntryPart, at: number, next: number): void => {
    parts.push(shown.entry.subarray(from, at), part);
    from = next;
  };
  entryPieces(shown, {
    uri: (uri, at, next) => add({ uri }, at, next),
    claim: ({ name, salt, value }, at, next) => add({ name, salt, value }, at, next),
  });
  return [...parts, shown.entry.subarray(from)];
}

describe('an entry in pieces', () => {
  it('is the same entry when it is put together, with the same values shown', () => {
    fc.assert(
      fc.property(logged, (given) => {
        const back = entryFromParts(given.logIndex, entryToParts(shownOf(given)));
        expect(hex(back.entry)).toBe(hex(given.entry));
        expect(back.uris).toEqual(given.uris);
        expect(back.disclosures.map((one) => one && hex(one))).toEqual(given.disclosures.map((one) => one && hex(one)));
      }),
    );
  });

  it('has its hashes where the reader of entries finds them', () => {
    fc.assert(
      fc.property(logged, ({ entry }) => {
        const decoded = decodeLogEntry(entry);
        const header = decodeScanHeader(decoded.kind === 'scan' ? decoded.scan.header : entry);
        const at = (offset: number): string => hex(entry.subarray(offset, offset + 32));
        const slots = hashSlots(entry);
        expect(slots.objects.map(at)).toEqual(header.objects.map(hex));
        expect(slots.claims.map(at)).toEqual(header.claims.map(hex));
      }),
    );
  });

  it('is refused with a value where no hash of its kind stands, and with pieces that do not alternate', () => {
    fc.assert(
      fc.property(logged, fc.nat(40), ({ entry }, at) => {
        const { objects, claims } = hashSlots(entry);
        const cut = (hole: { uri: string } | { name: string; salt: Uint8Array; value: string }) => [
          entry.slice(0, at),
          hole,
          entry.slice(at + 32),
        ];
        const wrong = expect.objectContaining({ code: 'PARTS_WRONG' });
        if (!objects.includes(at)) expect(() => entryFromParts(1, cut({ uri: ITEM }))).toThrow(wrong);
        if (!claims.includes(at)) {
          expect(() => entryFromParts(1, cut({ name: 'note', salt: new Uint8Array(16), value: 'x' }))).toThrow(wrong);
        }
        expect(() => entryFromParts(1, [entry.slice(0, at), entry.slice(at)])).toThrow(wrong);
      }),
    );
  });

  it('is searched for hashes without end or harm, whatever its bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void hashSlots(bytes)));
  });
});

describe('a bundle', () => {
  it('is written exactly as it was read', async () => {
    for (const tier of ['public', 'customs'] as const) {
      const evidence = await evidenceOf(Fleet.withGoodTrail().log, { tier });
      expect(encodeEvidence(parseEvidence(evidence))).toBe(evidence);
    }
  });

  it('shows the public no name of other goods and no value of the customs tier', async () => {
    const { log, maker } = Fleet.withGoodTrail();
    maker.scan({ subjects: [ITEM, `${ITEM}-secret`], claims: { operatorBadge: 'secret' } });
    expect(await evidenceOf(log, { tier: 'customs' })).toContain('secret');
    expect(await evidenceOf(log, { tier: 'public' })).not.toContain('secret');
  });

  it.each<[string, string, string]>([
    ['a number with leading zeros', '"index":"0"', '"index":"00"'],
    ['a number instead of a text', '"index":"0"', '"index":0'],
    ['a number above 2^64', '"index":"0"', '"index":"99999999999999999999999"'],
    ['a piece that is nothing', '"parts":["', '"parts":[null,"'],
    ['padding', '"proof":"', '"proof":"=='],
    ['a proof that is no row of hashes', '"proof":"', '"proof":"AAAA'],
    ['another object twice', '"object":"', '"object":"x","object":"'],
  ])('with %s is refused', async (_, from, to) => {
    const evidence = await evidenceOf(Fleet.withGoodTrail().log);
    expect(() => parseEvidence(evidence.replace(from, to))).toThrow(expect.objectContaining({ name: 'EvidenceError' }));
  });

  const chain = { boot: seedOf('b').slice(0, 16), device: seedOf('d'), from: 2, headers: [seedOf('h')] };
  const withChains = async (chains: readonly EvidenceChain[]): Promise<string> =>
    encodeEvidence({ ...parseEvidence(await evidenceOf(Fleet.withGoodTrail().log)), chains });

  it('reads back its chains', async () => {
    const chains = [chain, { ...chain, from: 10, headers: [seedOf('x'), seedOf('y')] }];
    expect(parseEvidence(await withChains(chains)).chains).toEqual(chains);
    const most = [{ ...chain, headers: Array.from({ length: CHAIN_HEADERS_MAX }, () => seedOf('h')) }];
    expect(parseEvidence(await withChains(most)).chains).toEqual(most);
  });

  it.each<[string, string, readonly EvidenceChain[]]>([
    ['MEMBER_WRONG', 'not in their order', [{ ...chain, from: 10 }, chain]],
    ['MEMBER_WRONG', 'twice', [chain, chain]],
    ['MEMBER_WRONG', 'without headers', [{ ...chain, headers: [] }]],
    ['MEMBER_WRONG', 'of a short boot', [{ ...chain, boot: seedOf('b').slice(1) }]],
    ['MEMBER_WRONG', 'of half a device', [{ ...chain, device: seedOf('d').slice(1) }]],
    [
      'TOO_MANY_HEADERS',
      'of more headers than a bundle may have',
      [
        { ...chain, headers: Array.from({ length: CHAIN_HEADERS_MAX }, () => seedOf('h')) },
        { ...chain, from: 20_000 },
      ],
    ],
  ])('refuses chains as %s that are %s', async (code, _, chains) => {
    const evidence = await withChains(chains);
    expect(() => parseEvidence(evidence)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses headers that are no row of hashes', async () => {
    const evidence = (await withChains([chain])).replace('"headers":"', '"headers":"AAAA');
    expect(() => parseEvidence(evidence)).toThrow(expect.objectContaining({ code: 'MEMBER_WRONG' }));
  });

  it('is refused without end or harm, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parseEvidence(text)).toThrow(expect.objectContaining({ name: 'EvidenceError' }));
      }),
    );
  });
});
