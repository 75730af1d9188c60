import type { z } from 'zod';
import { isAddressWithUserinfo, withoutUserinfo } from '#libs/host/addresses';
import { type Environment, issuesOf, presentIn } from './configuration.js';
import { type Needs, unmetNeeds } from './needs.js';
import { SETTINGS } from './settings.js';

/** One variable of a program, as it would be read now. */
export interface DescribedSetting {
  readonly name: string;
  readonly source: 'environment' | 'default' | 'unset';
  /** As people may see it; null where it is not set, or cannot be used. */
  readonly value: string | null;
}

export interface DescribedSettings {
  readonly settings: readonly DescribedSetting[];
  /** A line for each one that is missing or wrong. */
  readonly problems: readonly string[];
}

/** What stands for a secret: the same, however long it is. */
const MASK = '***';
/** Names that other people would take for a secret, whatever the table says. */
const SECRET_NAME = /(?:_KEY|PASSWORD|SECRET|TOKEN)$/u;

/** All variables of a schema with what they would be, where that comes from, and what is wrong with the whole. */
export function describeSettings(
  schema: z.ZodObject<z.ZodRawShape>,
  environment: Environment,
  needs?: Needs,
): DescribedSettings {
  const present = presentIn(environment);
  const result = schema.safeParse(present);
  const settings = Object.entries(schema.shape).map(([name, field]): DescribedSetting => {
    const given = present[name];
    const read = (field as z.ZodType).safeParse(given);
    if (given !== undefined)
      return { name, source: 'environment', value: read.success ? shownValue(name, given) : null };
    const standard = read.success ? read.data : undefined;
    const isText = typeof standard === 'string' || typeof standard === 'number' || typeof standard === 'boolean';
    return isText ? { name, source: 'default', value: String(standard) } : { name, source: 'unset', value: null };
  });
  const problems = [...(result.success ? [] : issuesOf(result.error)), ...(needs ? unmetNeeds(needs, present) : [])];
  return { settings, problems };
}

/** A value without what opens anything. */
export function shownValue(name: string, text: string): string {
  if (SETTINGS[name]?.isSecret || SECRET_NAME.test(name)) return MASK;
  const open = withoutUserinfo(text);
  return isAddressWithUserinfo(text) ? open.replace('://', `://${MASK}@`) : open;
}

/** For a program that does nothing else: prints its settings as JSON. */
export function printSettings(schema: z.ZodObject<z.ZodRawShape>, needs: Needs): void {
  process.stdout.write(`${JSON.stringify(describeSettings(schema, process.env, needs))}\n`);
}
