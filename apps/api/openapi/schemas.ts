import { z } from 'zod';
import { EVIDENCE_FORMATS } from '#libs/core/evidence';
import { CheckpointName } from './checkpoint-schema.js';
import type { SchemaName } from './decorators.js';
import { Trail } from './trail-schema.js';

/** The forms of all JSON answers: described in /openapi.json, and every answer of the tests is held against them. */
export const Liveness = z.strictObject({ status: z.literal('ok') });

export const Problem = z.strictObject({
  type: z.string().describe('names the kind of problem; explained at this address'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().describe('what was wrong with this request'),
  instance: z.string().describe('path of the request'),
  code: z.string().optional().describe('which rule was broken, for programs'),
  errors: z.array(z.strictObject({ parameter: z.string(), detail: z.string() })).optional(),
});

const Match = z.strictObject({
  kind: z.string().describe('code: the object itself; else what the number is to it (po, asn, declaration ...)'),
  term: z.string(),
});

const Result = z.strictObject({
  object: z.string().describe('canonical URI'),
  kind: z.string().describe('sgtin, lgtin, gtin, sscc, container, document ...'),
  label: z.string().describe('for people'),
  matches: z.array(Match),
  trail: z.string(),
  evidence: z.string(),
});

export const SearchResults = z.strictObject({
  query: z.string(),
  checkpoint: CheckpointName,
  results: z.array(Result),
  next: z.string().nullable().describe('cursor of the next page, null on the last one'),
  moreNotListed: z
    .boolean()
    .describe('on the last page: more was found than pages can list, and a narrower search would show it'),
});

export type SearchMatch = z.output<typeof Match>;
export type SearchResult = z.output<typeof Result>;
export type SearchResults = z.output<typeof SearchResults>;

/** The form of a bundle; what it means and how it is judged stands in docs/formats/evidence.md. */
export const Evidence = z
  .looseObject({ format: z.literal(Object.values(EVIDENCE_FORMATS)), object: z.string(), checkpoint: z.string() })
  .describe('canonical JSON (RFC 8785): docs/formats/evidence.md');

const SCHEMAS: Partial<Record<SchemaName, z.ZodType>> = { Liveness, Problem, SearchResults, Trail, Evidence };

/** JSON Schema 2020-12 of every answer, by name, with references among `#/components/schemas`. */
export function answerSchemas(): Record<string, never> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema!, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema as never]),
  );
}
