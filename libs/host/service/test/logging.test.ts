import { spawnSync } from 'node:child_process';

const said = 'cannot reach mqtt://cairn-ingest:hunter2@broker:1883';
const shown = 'cannot reach mqtt://broker:1883';

it('holds no login in its log, however deep it stands in an error of somebody else', () => {
  const program = `
    const { createLogger } = await import(${JSON.stringify(new URL('../../../../dist/libs/host/service/index.js', import.meta.url).href)});
    const logger = createLogger({ name: 'x', level: 'info' });
    const error = Object.assign(new Error(process.argv[1]), { input: process.argv[1], config: { url: [process.argv[1]] } });
    logger.error({ err: error, error }, process.argv[1]);
    try { new URL('mqtt://cairn-ingest:hunter2@broker:notaport') } catch (err) { logger.error({ err }, 'x') }`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program, said], { encoding: 'utf8' });
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { msg: shown, err: { message: shown, config: { url: [shown] } }, error: { input: shown } },
    { err: { input: 'mqtt://broker:notaport' } },
  ]);
  expect(stderr).not.toContain('hunter2');
});
