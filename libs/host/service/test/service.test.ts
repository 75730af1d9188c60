import { z } from 'zod';
import { commonEnvironment, explainStartFailure, parseEnvironment, portNumber } from '../index.js';

describe('configuration', () => {
  const schema = z.object({ ...commonEnvironment, CAIRN_API_PORT: portNumber(3000) });

  it('fills in what is not set, and takes an empty string as not set', () => {
    expect(parseEnvironment(schema, { CAIRN_DATA: '' })).toMatchObject({
      CAIRN_DATA: './data',
      CAIRN_API_PORT: 3000,
      CAIRN_PROFILE: 'embedded',
    });
  });

  it('names every wrong variable and never prints its value', () => {
    const wrong = { CAIRN_API_PORT: 'eighty', CAIRN_DATABASE_URL: 'mysql://root:hunter2@db' };
    expect(() => parseEnvironment(schema, wrong)).toThrow(
      /CAIRN_DATABASE_URL.*CAIRN_API_PORT|CAIRN_API_PORT.*CAIRN_DATABASE_URL/u,
    );
    expect(() => parseEnvironment(schema, wrong)).not.toThrow(/hunter2|eighty/u);
  });

  it.each(['eighty', '70000', '-1', '3.5', '1e3', '0x10', ' 80', 'NaN'])(
    'says what a port is in place of %s',
    (port) => {
      expect(() => parseEnvironment(schema, { CAIRN_API_PORT: port })).toThrow(
        'The configuration cannot be used. CAIRN_API_PORT: expected a whole number from 0 to 65535.',
      );
    },
  );

  it.each(['0', '3000', '65535'])('takes %s for a port', (port) => {
    expect(parseEnvironment(schema, { CAIRN_API_PORT: port }).CAIRN_API_PORT).toBe(Number(port));
  });
});

describe('a start that fails', () => {
  it('says what is wrong in one sentence', () => {
    expect(explainStartFailure(Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 1883 }))).toContain(
      'port 1883 is in use',
    );
    expect(explainStartFailure(Object.assign(new Error('write'), { code: 'ENOSPC', path: '/data/x' }))).toContain(
      'the disk is full',
    );
    expect(explainStartFailure(Object.assign(new Error('open'), { code: 'EACCES', path: '/data/x' }))).toContain(
      '/data/x cannot be written',
    );
  });
});
