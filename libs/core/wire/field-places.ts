import type { FieldRule, MessageRule } from './rules.js';

// What follows from the tables for those who read and write bytes without them: numbers, tags and places. Asked once, at load, and
// marked as pure there, so that a page carries none that it does not use.

/** Number of the field. A name that the table does not have ends the program at load. */
export function fieldNumber(rule: MessageRule, name: string): number {
  const number = rule.fields.findIndex((field) => field?.name === name);
  if (number < 0) throw new Error(`${rule.name} has no field ${name}`);
  return number;
}

/** The bytes with which these fields begin, by name. */
export const fieldTags = <Name extends string>(rule: MessageRule, ...names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, tagOf(rule, name)])) as Record<Name, number>;

function tagOf(rule: MessageRule, name: string): number {
  const tag = rule.tags[fieldNumber(rule, name)]!;
  if (tag > 127) throw new Error(`the tag of ${rule.name}.${name} has more than one byte`);
  return tag;
}

/** Tag and length of a field of few bytes. */
const HEAD_BYTES = 2;

/** Bytes of the field, with its tag and length, where its contents have one length only. */
export const fieldBytes = (rule: MessageRule, name: string): number =>
  bytesOf(rule, rule.fields[fieldNumber(rule, name)]!);

/** Where the contents of the field begin in the message, when it and all fields before it have one length only. */
export function contentsPlace(rule: MessageRule, name: string): number {
  let at = 0;
  for (let number = 1; number < fieldNumber(rule, name); number++) at += bytesOf(rule, rule.fields[number]!);
  return at + fieldBytes(rule, name) - rule.fields[fieldNumber(rule, name)]!.length!;
}

function bytesOf(rule: MessageRule, { name, length = Infinity }: FieldRule): number {
  if (length > 127) throw new Error(`${rule.name}.${name} has no one length of few bytes`);
  return HEAD_BYTES + length;
}
