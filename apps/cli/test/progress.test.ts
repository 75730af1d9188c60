import { PassThrough } from 'node:stream';
import { showProgress } from '../progress.js';

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
