import { Metrics } from '#libs/host/service';
import type { Caller } from '../http/caller.js';
import { LimitMetrics } from '../http/limit-metrics.js';
import { QUESTION_LIMITS } from '../http/limits.js';
import { QuestionLimit } from '../objects/question-limit.js';

const { atOnceMax, waitingMax, perCallerMax, atOnceReserved, waitingReserved } = QUESTION_LIMITS;

const stranger = (name: string): Caller => ({ name, isOfficer: false });
const officer = (name: string): Caller => ({ name, isOfficer: true });

/** Questions that run until they are let go, and what came of each. */
class Questions {
  readonly metrics = new Metrics();
  readonly limit = new QuestionLimit(new LimitMetrics(this.metrics), this.metrics);
  /** Who runs, in the order in which they began, and how each is ended. */
  readonly running: { readonly name: string; readonly end: () => void }[] = [];
  readonly refused: Record<string, string[]> = {};
  readonly begun: string[] = [];
  private readonly all: Promise<unknown>[] = [];

  ask(caller: Caller, count = 1): void {
    for (let n = 0; n < count; n++) {
      const asked = this.limit.run(caller, async () => {
        this.begun.push(caller.name);
        await new Promise<void>((end) => this.running.push({ name: caller.name, end }));
      });
      this.all.push(
        asked.catch(({ problem }: { problem: string }) => void (this.refused[caller.name] ??= []).push(problem)),
      );
    }
  }

  /** Lets everything that can happen by itself happen. */
  async settle(): Promise<void> {
    for (let n = 0; n < 5; n++) await new Promise((next) => setImmediate(next));
  }

  /** Ends the one that runs longest. */
  async endOne(): Promise<void> {
    this.running.shift()!.end();
    await this.settle();
  }

  async endAll(): Promise<void> {
    while (this.running.length > 0) await this.endOne();
    await Promise.all(this.all);
  }

  refusals(name: string): number {
    return this.refused[name]?.length ?? 0;
  }
}

let questions: Questions;
beforeEach(() => (questions = new Questions()));

describe('one caller', () => {
  it('has a share of running and waiting, is told when it is used up, and gets all of it answered', async () => {
    questions.ask(stranger('a'), perCallerMax + 3);
    await questions.settle();
    expect(questions.begun).toHaveLength(atOnceMax - atOnceReserved);
    expect(questions.refused).toEqual({ a: Array.from({ length: 3 }, () => 'too-many-questions') });
    await questions.endAll();
    expect(questions.begun).toHaveLength(perCallerMax);
    questions.ask(stranger('a'));
    await questions.settle();
    expect(questions.begun).toHaveLength(perCallerMax + 1);
    await questions.endAll();
  });

  it('delays another by one question, whatever it has waiting', async () => {
    questions.ask(stranger('flood'), perCallerMax);
    await questions.settle();
    questions.ask(stranger('guest'));
    await questions.settle();
    expect(questions.begun).not.toContain('guest');
    await questions.endOne();
    await questions.endOne();
    expect(questions.begun).toContain('guest');
    await questions.endAll();
  });

  it('is no other one that has the same name', async () => {
    questions.ask(stranger('192.0.2.1'), perCallerMax);
    questions.ask(officer('192.0.2.1'));
    await questions.settle();
    expect(questions.refused).toEqual({});
    await questions.endAll();
  });
});

describe('many callers', () => {
  const many = Math.ceil((waitingMax + atOnceMax) / perCallerMax) + 20;

  it('of one kind leave room for the other kind, to run and to wait', async () => {
    for (let n = 0; n < many; n++) questions.ask(stranger(`s${n}`), perCallerMax);
    await questions.settle();
    expect(questions.running).toHaveLength(atOnceMax - atOnceReserved);
    questions.ask(officer('rossi'), atOnceReserved + waitingReserved / 4);
    await questions.settle();
    expect(questions.begun.filter((name) => name === 'rossi')).toHaveLength(atOnceReserved);
    expect(questions.refusals('rossi')).toBe(0);
    await questions.endAll();
    expect(questions.begun.filter((name) => name === 'rossi')).toHaveLength(atOnceReserved + waitingReserved / 4);
  });

  it('with stolen tokens leave room for strangers', async () => {
    for (let n = 0; n < many; n++) questions.ask(officer(`o${n}`), perCallerMax);
    await questions.settle();
    questions.ask(stranger('buyer'));
    await questions.settle();
    expect(questions.begun).toContain('buyer');
    await questions.endAll();
  });

  it('give way to one that has less waiting, whose question is answered', async () => {
    for (let n = 0; n < many; n++) questions.ask(stranger(`s${n}`), perCallerMax);
    await questions.settle();
    const before = questions.refusals('s0');
    questions.ask(stranger('guest'), 2);
    await questions.settle();
    expect(questions.refusals('guest')).toBe(0);
    expect(questions.refusals('s0')).toBeGreaterThanOrEqual(before);
    await questions.endAll();
    expect(questions.begun.filter((name) => name === 'guest')).toHaveLength(2);
  });

  it('that each have one question are refused as busy, when all places are taken', async () => {
    for (let n = 0; n < atOnceMax + waitingMax; n++) questions.ask(stranger(`s${n}`));
    await questions.settle();
    expect(questions.refusals('s0')).toBe(0);
    questions.ask(stranger('late'));
    await questions.settle();
    expect(questions.refused['late']).toEqual(['busy']);
    await questions.endAll();
  });

  it('never run or wait beyond the limits, and nothing of them is kept', async () => {
    for (let n = 0; n < many; n++) {
      questions.ask(stranger(`s${n}`), perCallerMax);
      questions.ask(officer(`o${n}`), perCallerMax);
    }
    await questions.settle();
    expect(questions.running).toHaveLength(atOnceMax);
    expect(await questions.metrics.render()).toMatch(
      new RegExp(`cairn_api_questions\\{state="running"\\} ${atOnceMax}\\n`, 'u'),
    );
    expect(await questions.metrics.render()).toMatch(
      new RegExp(`cairn_api_questions\\{state="waiting"\\} ${waitingMax}\\n`, 'u'),
    );
    await questions.endAll();
    const rendered = await questions.metrics.render();
    expect(rendered).toMatch(/cairn_api_questions\{state="running"\} 0\n/u);
    expect(rendered).toMatch(/cairn_api_questions\{state="waiting"\} 0\n/u);
    expect(rendered).toMatch(/cairn_api_refused_total\{limit="questions-per-caller"\} [1-9]/u);
    expect(rendered).not.toMatch(/s0|o0/u);
  });
});

it('goes on after a question that failed', async () => {
  for (let n = 0; n < atOnceMax * 2; n++) {
    await expect(questions.limit.run(stranger('a'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  }
  expect(await questions.limit.run(stranger('a'), async () => 'yes')).toBe('yes');
});
