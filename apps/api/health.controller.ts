import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Answer, CACHING, jsonAnswer } from './http/answer.js';
import { ApiJson } from './openapi/decorators.js';

/** For load balancers. How the process does, and what it counts, is answered on a port of its own (start-health.ts). */
@ApiTags('operation')
@Controller()
export class HealthController {
  @Get('health/live')
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiJson('Liveness', 'it runs')
  live(): Answer {
    return jsonAnswer({ status: 'ok' }, { caching: CACHING.never });
  }
}
