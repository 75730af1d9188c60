import { WireError } from './errors.js';

/** What an object is to its event. */
export const Role = {
  SUBJECT: 1,
  PARENT: 2,
  CHILD: 3,
  INPUT: 4,
  OUTPUT: 5,
  /** It goes into a transformation and comes out of it: a tool, a vat. */
  INPUT_AND_OUTPUT: 6,
  /** No goods: what the event is about where it names none, such as a document, a sensor or a place. */
  CONTEXT: 7,
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Bits 0 to 3 of a role byte are the role, bit 4 says that the object is a class; the others are 0. */
const ROLE_BITS = 15;
const CLASS_BIT = 16;

/** Role that a byte of a header states. Of a header that was read it is one; of any other byte a number from 0 to 15. */
export const roleOf = (byte: number): Role => (byte & ROLE_BITS) as Role;

/** Whether a byte of a header says that its object is a class of things (a lot, a trade item), from a quantity list. */
export const isClass = (byte: number): boolean => (byte & CLASS_BIT) !== 0;

/** The byte of a header for an object. */
export const roleByte = (role: Role, ofClass = false): number => (ofClass ? role | CLASS_BIT : role);

/** Highest role. */
export const ROLE_MAX = Role.CONTEXT;

/** @throws {WireError} ROLE_UNKNOWN for a byte that states none, ROLE_COMBINATION for a class in a role that is of single things. */
export function checkRole(byte: number): void {
  const role = roleOf(byte);
  if (role < 1 || role > ROLE_MAX || byte !== roleByte(role, isClass(byte)))
    throw new WireError('ROLE_UNKNOWN', `role ${byte} is not known`);
  if (isClass(byte) && (role === Role.PARENT || role === Role.CONTEXT))
    throw new WireError('ROLE_COMBINATION', 'neither a parent nor a context is a class of things');
}
