import fc from 'fast-check';
import { build } from 'esbuild';
import { cairn } from '#proto';
import {
  decodeDeviceMessage,
  decodeLogEntry,
  decodeRejectBody,
  decodeScanHeader,
  decodeSignedScan,
} from '#libs/core/wire';
import * as wire from '#libs/core/wire';
import { LOG_ENTRY } from '../entry-tables.js';
import { DEVICE_MESSAGE, REJECT_BODY } from '../receipt-tables.js';
import type { MessageRule } from '../rules.js';
import { SCAN_HEADER, SIGNED_SCAN } from '../scan-tables.js';
import { headers, receipts, rejectBodies, scanEntries, scans } from './samples.js';

// Reading is our own code (one pass, strict); writing is protobufjs's. They have to mean the same.

/** The fields of a message, absent ones as what protobuf says they are. */
function fieldsOf(rule: MessageRule, message: object): unknown {
  return rule.fields.flatMap((field) => {
    if (!field) return [];
    const value = (message as Record<string, unknown>)[field.name];
    const nested = (one: unknown) => (field.message ? fieldsOf(field.message, one as object) : one);
    if (Array.isArray(value)) return [value.map(nested)];
    if (value === undefined || value === null) return [field.kind === 'number' ? 0 : 'absent'];
    return [field.kind === 'bytes' && (value as Uint8Array).length === 0 ? 'absent' : nested(value)];
  });
}

interface Case {
  readonly rule: MessageRule;
  readonly bytes: fc.Arbitrary<Uint8Array>;
  readonly strict: (bytes: Uint8Array) => object;
  readonly generated: { decode(bytes: Uint8Array): object };
}

it.each<[string, Case]>([
  [
    'SignedScan',
    {
      rule: SIGNED_SCAN,
      bytes: scans.map(wire.encodeSignedScan),
      strict: decodeSignedScan,
      generated: cairn.v1.SignedScan,
    },
  ],
  [
    'ScanHeader',
    {
      rule: SCAN_HEADER,
      bytes: headers.map(({ seenCheckpoint: _none, ...header }) => wire.encodeScanHeader(header)),
      strict: decodeScanHeader,
      generated: cairn.v1.ScanHeader,
    },
  ],
  [
    'LogEntry',
    {
      rule: LOG_ENTRY,
      bytes: scanEntries.map(wire.encodeLogEntry),
      strict: decodeLogEntry,
      generated: cairn.v1.LogEntry,
    },
  ],
  [
    'DeviceMessage',
    {
      rule: DEVICE_MESSAGE,
      bytes: receipts.map((receipt) => wire.encodeDeviceMessage({ kind: 'receipt', receipt })),
      strict: decodeDeviceMessage,
      generated: cairn.v1.DeviceMessage,
    },
  ],
  [
    'RejectBody',
    {
      rule: REJECT_BODY,
      bytes: rejectBodies.map(wire.encodeRejectBody),
      strict: decodeRejectBody,
      generated: cairn.v1.RejectBody,
    },
  ],
])('%s means the same to the strict reader and to protobufjs', (_name, { rule, bytes, strict, generated }) => {
  fc.assert(
    fc.property(bytes, (one) => expect(fieldsOf(rule, strict(one))).toEqual(fieldsOf(rule, generated.decode(one)))),
  );
});

it('a browser that only reads carries no protobuf library and no generated code', async () => {
  const { metafile } = await build({
    stdin: {
      contents: `import * as wire from '#libs/core/wire';
        console.log(wire.decodeLogEntry, wire.decodeScanHeader, wire.decodeEventBody, wire.openCommitment, wire.statementBytes);`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['source'],
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.keys(output!.inputs);
  expect(inputs.some((path) => path.endsWith('wire/strict.ts'))).toBe(true);
  expect(inputs.filter((path) => /protobufjs|proto\/generated|\/long\//.test(path))).toEqual([]);
});
