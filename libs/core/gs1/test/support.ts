import { Gs1Error } from '../index.js';

/** Code and message of the Gs1Error that `run` throws; anything else is a failure of the test. */
export function refusalOf(run: () => unknown): { code: string; message: string } {
  let value: unknown;
  try {
    value = run();
  } catch (error) {
    if (error instanceof Gs1Error) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error(`nothing was thrown, got ${JSON.stringify(value)}`);
}
