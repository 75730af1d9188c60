import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { REPOSITORY } from '../../../../test/kit/repository.js';

const built = (path: string): string => pathToFileURL(join(REPOSITORY, 'dist/libs/host/verification', path)).href;
const program = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

/** The program itself. */
export const REAL = built('threads/program.js');

/** A program that does something first, and then is the real one. */
export const before = (text: string): URL => program(`${text}\nawait import(${JSON.stringify(REAL)});`);

/** The real program with another sodium-native, or with none: `source` is what stands in its place. */
export const withSodium = (source: string | null): URL => {
  const hooks = `
    export async function resolve(name, context, next) {
      if (name !== 'sodium-native') return next(name, context);
      ${source === null ? `throw Object.assign(new Error("Cannot find package 'sodium-native'\\nimported from here"), { code: 'ERR_MODULE_NOT_FOUND' });` : ''}
      return { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(source ?? '')}`)}, shortCircuit: true };
    }`;
  return before(`
    import { register } from 'node:module';
    register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});`);
};
