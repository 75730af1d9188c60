import { REQUEST_LIMITS } from '../http/limits.js';
import { QuestionLimit } from '../objects/question-limit.js';

const { questionsAtOnceMax: atOnce, questionsWaitingMax: waiting } = REQUEST_LIMITS;

it('lets so many questions run, so many wait, refuses the rest, and takes up the waiting in their order', async () => {
  const limit = new QuestionLimit();
  const gates: (() => void)[] = [];
  const begun: number[] = [];
  const ask = (number: number): Promise<number> =>
    limit.run(async () => {
      begun.push(number);
      await new Promise<void>((resolve) => gates.push(resolve));
      return number;
    });
  const asked = Array.from({ length: atOnce + waiting }, (_, number) => ask(number));
  await expect(ask(-1)).rejects.toMatchObject({ problem: 'busy' });
  expect(begun).toHaveLength(atOnce);
  gates.shift()!();
  expect(await asked[0]).toBe(0);
  expect(begun).toHaveLength(atOnce + 1);
  // Each one that ends lets the next one begin, which brings a gate of its own.
  for (let n = 1; n < asked.length; n++) {
    gates.shift()!();
    await asked[n];
  }
  await Promise.all(asked);
  expect(begun).toEqual([...begun].sort((a, b) => a - b));
});

it('goes on after a question that failed', async () => {
  const limit = new QuestionLimit();
  for (let n = 0; n < atOnce * 2; n++) {
    await expect(limit.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  }
  expect(await limit.run(async () => 'yes')).toBe('yes');
});
