// What a verifying thread runs: it answers each buffer of checks with its verdicts, in order. Whatever it cannot do ends it, and who
// started it goes on from there.
import { parentPort, workerData } from 'node:worker_threads';
import { chooseLibrary } from '../libraries/choose.js';
import { SynchronousVerifier } from '../synchronous-verifier.js';
import { verifyPacked } from './packed-checks.js';
import type { Greeting, ThreadOrder } from './verifier-thread.js';

const { library, whyNotNative } = await chooseLibrary();
const verifier = new SynchronousVerifier(library, workerData as ThreadOrder);

parentPort!.on('message', (buffer: ArrayBuffer) => {
  verifyPacked(buffer, (check) => verifier.verify(check));
  parentPort!.postMessage(buffer, [buffer]);
});
const greeting: Greeting = { library: library.name, whyNotNative };
parentPort!.postMessage(greeting, []);
