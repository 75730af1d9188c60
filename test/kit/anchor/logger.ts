import { createLogger } from '#libs/host/service';

export const logger = createLogger({ name: 'test', level: process.env['CAIRN_TEST_LOG'] ?? 'silent' });
