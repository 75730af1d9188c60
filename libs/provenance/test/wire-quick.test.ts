import { decodeLogEntry, decodeScanHeader, decodeSignedScan, encodeLogEntry, encodeScanHeader, encodeSignedScan, statementBytes } from '#libs/provenance';

const fill = (length: number, value: number) => new Uint8Array(length).fill(value);
it('round trips', () => {
  const header = { eventTimeMs: 1.7e12, precision: 1, zoneOffsetMinutes: -60, eventType: 1, action: 2, objects: [fill(32, 1), fill(32, 2)], roles: Uint8Array.of(1, 1), claims: [fill(32, 9)], seenCheckpoint: { size: 5, root: fill(32, 3) } } as const;
  const bytes = encodeScanHeader(header);
  expect(decodeScanHeader(bytes)).toEqual(header);
  const scan = { device: fill(32, 1), keyId: fill(8, 2), boot: fill(16, 3), counter: 2, previous: fill(32, 4), header: bytes, signature: fill(64, 5), uris: ['https://a', 'https://b'], disclosures: [fill(40, 1)] };
  expect(decodeSignedScan(encodeSignedScan(scan))).toEqual(scan);
  expect(statementBytes(scan).length).toBe(142);
  const { uris: _u, disclosures: _d, ...rest } = scan;
  const entry = { kind: 'scan' as const, scan: { ...rest, receivedTimeMs: 5, after: 0, verificationProfile: 1 } };
  expect(decodeLogEntry(encodeLogEntry(entry))).toEqual(entry);
});
