import { lockFolder } from '../../folder-lock.js';

// Takes the lock of a folder, says so, and stays until it is killed.
try {
  lockFolder(process.argv[2]!);
  console.log('holds');
} catch (error) {
  console.log(`${(error as { code?: string }).code}: ${(error as Error).message}`);
}
setInterval(() => undefined, 1_000);
