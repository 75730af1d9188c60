import { decodeScanHeader, isClass, Role, roleByte, roleOf } from '#libs/core/wire';
import { codeOf, key, len, num, raw } from '../../../../test/kit/wire/raw.js';

const [SUBJECT, PARENT, CHILD, INPUT, OUTPUT, INPUT_AND_OUTPUT, CONTEXT] = [1, 2, 3, 4, 5, 6, 7];
const CLASS = 16;
const [NONE, ADD, OBSERVE, DELETE] = [0, 1, 2, 3];
const [OBJECT, AGGREGATION, TRANSACTION, TRANSFORMATION, ASSOCIATION] = [1, 2, 3, 4, 5];

const judge = (eventType: number, action: number, roles: readonly number[]) =>
  codeOf(() =>
    decodeScanHeader(
      raw(
        num(2, 1),
        num(4, eventType),
        action === NONE ? [] : num(5, action),
        ...roles.map((_, index) => len(6, key(index))),
        len(7, roles),
      ),
    ),
  );

describe('event type, action and roles fit each other as in EPCIS', () => {
  it.each<[string, number, number, number[]]>([
    ['objects are added', OBJECT, ADD, [SUBJECT, SUBJECT]],
    ['an object is observed', OBJECT, OBSERVE, [SUBJECT]],
    ['an object ends', OBJECT, DELETE, [SUBJECT]],
    ['cases are packed', AGGREGATION, ADD, [PARENT, CHILD, CHILD]],
    ['a packing is seen', AGGREGATION, OBSERVE, [CHILD, PARENT]],
    ['children are seen without their parent', AGGREGATION, OBSERVE, [CHILD, CHILD]],
    ['children are unpacked', AGGREGATION, DELETE, [PARENT, CHILD]],
    ['a pallet is emptied', AGGREGATION, DELETE, [PARENT]],
    ['a declaration is tied to goods', TRANSACTION, ADD, [SUBJECT, SUBJECT]],
    ['a declaration is tied to a consignment and its goods', TRANSACTION, ADD, [PARENT, SUBJECT]],
    ['raw goods become products', TRANSFORMATION, NONE, [INPUT, OUTPUT, INPUT]],
    ['one part of a large transformation', TRANSFORMATION, NONE, [INPUT]],
    ['a logger is fixed to a container', ASSOCIATION, ADD, [PARENT, CHILD]],
    ['a logger is seen on its container', ASSOCIATION, OBSERVE, [PARENT, CHILD]],
    ['all is taken off a container', ASSOCIATION, DELETE, [PARENT]],
    ['a vat goes in and comes out', TRANSFORMATION, NONE, [INPUT, INPUT_AND_OUTPUT, OUTPUT]],
    ['a vat alone', TRANSFORMATION, NONE, [INPUT_AND_OUTPUT]],
    ['a room is measured', OBJECT, OBSERVE, [CONTEXT]],
    ['two documents are tied to each other', TRANSACTION, ADD, [CONTEXT, CONTEXT]],
    ['a lot is seen, and an item of another', OBJECT, OBSERVE, [SUBJECT + CLASS, SUBJECT]],
    ['a lot is packed', AGGREGATION, ADD, [PARENT, CHILD + CLASS]],
    ['a lot becomes another', TRANSFORMATION, NONE, [INPUT + CLASS, OUTPUT + CLASS, INPUT_AND_OUTPUT + CLASS]],
  ])('%s', (_what, eventType, action, roles) => expect(judge(eventType, action, roles)).toBeUndefined());

  it.each<[string, number, number, number[]]>([
    ['an object event has no parent', OBJECT, OBSERVE, [SUBJECT, PARENT]],
    ['a packing has a parent', AGGREGATION, ADD, [CHILD, CHILD]],
    ['a packing has one parent', AGGREGATION, ADD, [PARENT, PARENT, CHILD]],
    ['a packing has children', AGGREGATION, ADD, [PARENT]],
    ['a packing seen has children', AGGREGATION, OBSERVE, [PARENT]],
    ['a packing seen has one parent at most', AGGREGATION, OBSERVE, [PARENT, PARENT, CHILD]],
    ['an unpacking has a parent', AGGREGATION, DELETE, [CHILD]],
    ['a packing has no subject', AGGREGATION, ADD, [PARENT, CHILD, SUBJECT]],
    ['a transaction has one parent at most', TRANSACTION, ADD, [PARENT, PARENT]],
    ['a transaction has no children', TRANSACTION, ADD, [PARENT, CHILD]],
    ['a transformation has inputs and outputs only', TRANSFORMATION, NONE, [INPUT, SUBJECT]],
    ['an association seen has its parent', ASSOCIATION, OBSERVE, [CHILD]],
    ['an association has children', ASSOCIATION, ADD, [PARENT]],
    ['what goes in and comes out does so in a transformation', OBJECT, OBSERVE, [INPUT_AND_OUTPUT]],
    ['a packing names goods', AGGREGATION, OBSERVE, [CONTEXT]],
    ['a transformation names goods', TRANSFORMATION, NONE, [CONTEXT]],
    ['an association names goods', ASSOCIATION, ADD, [CONTEXT]],
    ['a context stands alone', OBJECT, OBSERVE, [CONTEXT, SUBJECT]],
    ['a context stands alone in a transaction, too', TRANSACTION, ADD, [CONTEXT, PARENT]],
    ['a parent is one thing', AGGREGATION, ADD, [PARENT + CLASS, CHILD]],
    ['a context is no goods, and so no class', OBJECT, OBSERVE, [CONTEXT + CLASS]],
  ])('%s', (_what, eventType, action, roles) => expect(judge(eventType, action, roles)).toBe('ROLE_COMBINATION'));

  it.each<[string, number, number, number[]]>([
    ['a transformation has no action', TRANSFORMATION, ADD, [INPUT, OUTPUT]],
    ['an object event has one', OBJECT, NONE, [SUBJECT]],
    ['a packing has one', AGGREGATION, NONE, [PARENT, CHILD]],
    ['a transaction has one', TRANSACTION, NONE, [SUBJECT]],
    ['an association has one', ASSOCIATION, NONE, [PARENT, CHILD]],
  ])('%s', (_what, eventType, action, roles) => expect(judge(eventType, action, roles)).toBe('ACTION_COMBINATION'));
});

it.each([0, 8, 9, 15, 16, 24, 32, 33, 64, 128, 200, 255])('a byte of %i states no role', (byte) => {
  expect(judge(OBJECT, OBSERVE, [SUBJECT, byte])).toBe('ROLE_UNKNOWN');
});

it('role and class are read off a byte, and written into one', () => {
  for (const role of Object.values(Role))
    for (const ofClass of [false, true]) {
      const byte = roleByte(role, ofClass);
      expect([roleOf(byte), isClass(byte)]).toEqual([role, ofClass]);
    }
});
