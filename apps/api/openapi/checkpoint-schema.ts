import { z } from 'zod';

export const CheckpointName = z
  .strictObject({ origin: z.string(), size: z.int().min(0).describe('number of entries') })
  .describe('the published checkpoint up to which this was answered');
