import { Validator } from '@seriousme/openapi-schema-validator';
import { PROBLEMS } from '../http/problems.js';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}
interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, unknown> };
}

let api: RunningApi;
let description: Description;
beforeAll(async () => {
  api = await startApi();
  description = (await (await fetch(`${api.url}/openapi.json`)).json()) as Description;
});
afterAll(() => api.stop());

const operations = (): Operation[] => Object.values(description.paths).flatMap((path) => Object.values(path));

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(description) as never);
  expect(result).toEqual({ valid: true });
  expect([description.openapi, validator.version]).toEqual(['3.1.0', '3.1']);
});

it('describes each operation once, in words', () => {
  const ids = operations().map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { operationId, summary } of operations())
    expect([operationId, summary]).toEqual([operationId, expect.any(String)]);
});

it('has a schema for every reference', () => {
  for (const [, name] of JSON.stringify(description).matchAll(/"#\/components\/schemas\/([^"]+)"/gu)) {
    expect(description.components.schemas).toHaveProperty(name!);
  }
});

it('names every problem and explains it at the address of its type', async () => {
  const text = JSON.stringify(description);
  for (const name of Object.keys(PROBLEMS)) expect(text).toContain(`/problems/${name}`);
});

it('describes every resource that outsiders rely on', () => {
  const paths = Object.keys(description.paths);
  expect(paths).toEqual(expect.arrayContaining(['/log/checkpoint', '/api/v1/search', '/health/live']));
  // Those are for operators, on a port of their own.
  for (const path of ['/health/ready', '/metrics']) expect(paths).not.toContain(path);
});
