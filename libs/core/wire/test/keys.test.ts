import { createHash } from 'node:crypto';
import {
  captureKey,
  codesKey,
  deviceKey,
  grantsKey,
  objectKey,
  operatorKey,
  partyKey,
  refusalsKey,
  statementBytes,
  statementHash,
  STATEMENT_BYTES,
} from '#libs/core/wire';
import { filled } from '../../../../test/kit/wire/raw.js';

const sha256 = (...parts: (string | Uint8Array)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

describe('a trail key is the hash of its kind and name', () => {
  it.each([
    ['object', objectKey, 'https://id.gs1.org/01/09506000134352/21/12345'],
    ['object', objectKey, 'https://example.org/straße'],
    ['device', deviceKey, 'gate-1'],
    ['party', partyKey, '9506000134352'],
    ['operator', operatorKey, 'example.org/cairn'],
    ['party', partyKey, 'https://example.org/customs-office'],
    ['codes', codesKey, '9520000'],
  ])('%s', (kind, keyOf, name) => expect(keyOf(name)).toEqual(sha256(`cairn.${kind}.v1\0`, name)));

  it.each([
    ['grants', grantsKey, 32],
    ['refusals', refusalsKey, 32],
    ['capture', captureKey, 16],
  ])('%s, of bytes', (kind, keyOf, length) =>
    expect(keyOf(filled(length, 7))).toEqual(sha256(`cairn.${kind}.v1\0`, filled(length, 7))),
  );

  it('so that equal names of different kinds differ', () => {
    expect(deviceKey('1')).not.toEqual(partyKey('1'));
  });
});

describe('a statement', () => {
  const header = filled(100, 9);
  const fields = {
    device: filled(32, 1),
    keyId: filled(8, 2),
    boot: filled(16, 3),
    counter: 0x0102030405060,
    previous: filled(32, 4),
  };

  it('holds its fields in order, the counter as eight bytes, and the hash of the header', () => {
    const expected = Buffer.concat([
      Buffer.from('cairn.scan.v1\0'),
      fields.device,
      fields.keyId,
      fields.boot,
      Buffer.from('0000102030405060', 'hex'),
      fields.previous,
      sha256(header),
    ]);
    expect(statementBytes({ ...fields, header })).toEqual(new Uint8Array(expected));
    expect(expected.length).toBe(142);
    expect(STATEMENT_BYTES).toBe(142);
  });

  it('is the same from the header and from its hash, and its hash is its identity', () => {
    const statement = statementBytes({ ...fields, headerHash: sha256(header) });
    expect(statement).toEqual(statementBytes({ ...fields, header }));
    expect(statementHash({ ...fields, header })).toEqual(sha256(statement));
  });

  it('is not made of fields that have not their length', () => {
    const wrong = {
      device: filled(31, 1),
      keyId: filled(9, 1),
      boot: filled(15, 1),
      previous: filled(33, 1),
      counter: 2 ** 53,
    };
    for (const [name, value] of Object.entries(wrong)) {
      expect(() => statementBytes({ ...fields, header, [name]: value })).toThrow(
        expect.objectContaining({ code: 'VALUE_INVALID' }),
      );
    }
  });
});
