import { runTogether } from '../sequencing/tasks.js';

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

describe('tasks side by side', () => {
  it('end with the first one that fails, and the error is its, also through several layers', async () => {
    const never = new AbortController();
    const inner = async (signal: AbortSignal): Promise<void> => {
      try {
        await runTogether([untilAborted, () => Promise.reject(new Error('the cause'))], signal);
      } finally {
        never.abort(); // what an owner does who tidies up
      }
    };
    await expect(runTogether([untilAborted, inner, untilAborted], never.signal)).rejects.toThrow('the cause');
  });

  it('end well when they are stopped', async () => {
    const stop = new AbortController();
    const running = runTogether([untilAborted, (signal) => runTogether([untilAborted], signal)], stop.signal);
    stop.abort();
    await running;
  });
});
