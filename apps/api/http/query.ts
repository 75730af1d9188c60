import { Injectable, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { ProblemError } from './problems.js';

/** Checks the query of a request against a schema; what is unknown, doubled or out of bounds is named in the problem. */
@Injectable()
export class QueryPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  constructor(private readonly schema: Schema) {}

  transform(query: unknown): z.output<Schema> {
    const result = this.schema.safeParse({ ...(query as object) });
    if (result.success) return result.data;
    const errors = result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ parameter: shortened(key), detail: 'this resource has no such parameter' }))
        : [{ parameter: issue.path.join('.') || 'query', detail: issue.message }],
    );
    const named = errors.map(({ parameter, detail }) => `${parameter}: ${detail}`).join('; ');
    throw new ProblemError('validation', named, { errors });
  }
}

const NAME_CHARACTERS_MAX = 40;
const shortened = (name: string): string =>
  name.length > NAME_CHARACTERS_MAX ? `${name.slice(0, NAME_CHARACTERS_MAX)}…` : name;
