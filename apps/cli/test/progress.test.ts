import { PassThrough } from 'node:stream';
import { showProgress, showShare } from '../progress.js';

const aStream = (isTTY: boolean) => {
  const chunks: string[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  Object.assign(stream, { isTTY, columns: 80, cursorTo: () => true, clearLine: () => true, moveCursor: () => true });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => chunks.join('') };
};

describe('progress', () => {
  it('is plain lines without a terminal, one in two seconds and the last one', () => {
    const { stream, text } = aStream(false);
    let nowMs = 0;
    const progress = showProgress({ unit: 'scans', stream, nowMs: () => nowMs });
    for (let done = 1; done <= 50; done += 1) {
      progress.update(done, 50);
      nowMs += 100;
    }
    progress.stop();
    expect(text()).toBe('1 of 50 scans\n21 of 50 scans\n41 of 50 scans\n50 of 50 scans\n');
  });

  it('says nothing twice', () => {
    const { stream, text } = aStream(false);
    const progress = showProgress({ unit: 'scans', stream, nowMs: () => 0 });
    progress.update(1, 1, 'done');
    progress.stop();
    progress.stop();
    expect(text()).toBe('1 of 1 scans  done\n');
  });

  it('is a bar on a terminal, and nothing when there was nothing to show', () => {
    const { stream, text } = aStream(true);
    showProgress({ unit: 'scans', stream }).stop();
    expect(text()).toBe('');
    const progress = showProgress({ unit: 'scans', stream });
    progress.update(1, 4, 'sending');
    progress.update(2, 4, 'sending');
    progress.stop();
    expect(text()).toContain('of 4 scans');
    expect(text()).not.toContain('\n2 of');
  });
});

describe('progress over several phases', () => {
  it('says without a terminal how much is done, of what, and how long it may take', () => {
    const { stream, text } = aStream(false);
    let nowMs = 0;
    const progress = showShare({ stream, nowMs: () => nowMs });
    progress.update(0, '0 of 8 entries');
    nowMs = 10_000;
    progress.update(0.25, '4 of 8 entries');
    nowMs = 400_000;
    progress.update(0.5, '3 of 9 links');
    progress.update(1, 'registry');
    progress.stop();
    expect(text().split('\n')).toEqual([
      '0 of 100 percent  0 of 8 entries',
      '25 of 100 percent  4 of 8 entries, 30 s left',
      '50 of 100 percent  3 of 9 links, 7 min left',
      '100 of 100 percent  registry, 0 s left',
      '',
    ]);
  });

  it('is one bar on a terminal, and nothing when there was nothing to show', () => {
    const { stream, text } = aStream(true);
    showShare({ stream }).stop();
    expect(text()).toBe('');
    const progress = showShare({ stream });
    progress.update(0.25, '4 of 8 entries');
    progress.update(0.5, '3 of 9 links');
    progress.stop();
    expect(text()).toContain('50%');
    expect(text()).toContain('3 of 9 links');
    expect(text()).not.toContain('100%');
  });
});
