// One core's part of `measureVerifyRate`: says when it is ready, and starts when all are.
import { verificationsPerSecond } from './verify-loop.js';

process.once('message', (forMs: number) => {
  process.send!(verificationsPerSecond(forMs), () => process.disconnect());
});
process.send!('ready');
