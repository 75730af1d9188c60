import { rmSync } from 'node:fs';

export default async function globalTeardown() {
  const { server, folder } = globalThis.cairnTestPostgres ?? {};
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
}
