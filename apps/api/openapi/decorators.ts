import { applyDecorators } from '@nestjs/common';
import { ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { PROBLEMS, type ProblemName } from '../http/problems.js';

/** Names of the schemas in openapi/schemas.ts. */
export type SchemaName = 'Trail' | 'Evidence' | 'SearchResults' | 'Liveness' | 'Problem';

const reference = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });

/** The answer with status 200 is JSON of a named schema. */
export const ApiJson = (name: SchemaName, description: string, mediaType = 'application/json') =>
  ApiResponse({ status: 200, description, content: { [mediaType]: { schema: reference(name) } } });

/** The answer with status 200 is a file or page. */
export const ApiFile = (mediaType: string, description: string) =>
  ApiResponse({ status: 200, description, content: { [mediaType]: { schema: { type: 'string' } } } });

/** The problems that this resource can answer with, beside those that any request may meet. */
export function ApiProblems(...names: readonly ProblemName[]) {
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of names) {
    const { status } = PROBLEMS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return applyDecorators(
    ...[...byStatus].map(([status, problems]) =>
      ApiResponse({
        status,
        description: problems.map((name) => `${name}: ${PROBLEMS[name].title}`).join('; '),
        content: { 'application/problem+json': { schema: reference('Problem') } },
      }),
    ),
  );
}

/** Answers without a token, and says more with one. */
export const ApiTwoTiers = () => applyDecorators(ApiSecurity({}), ApiSecurity('customs'));
