import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Health, Metrics } from '#libs/host/service';
import { Answer, CACHING, jsonAnswer } from './http/answer.js';
import { ApiFile, ApiJson } from './openapi/decorators.js';
import { API_HEALTH, API_METRICS } from './tokens.js';

/** For supervisors, load balancers and Prometheus. */
@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(
    @Inject(API_HEALTH) private readonly health: Health,
    @Inject(API_METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiJson('HealthReport', 'it runs')
  live(): Answer {
    return jsonAnswer({ status: 'ok', checks: {}, notes: {} }, { caching: CACHING.never });
  }

  @Get('health/ready')
  @ApiOperation({
    summary: 'Whether questions can be answered',
    description: 'Status 503 with the same form when not.',
  })
  @ApiJson('HealthReport', 'everything it needs answers')
  async ready(): Promise<Answer> {
    const report = await this.health.report();
    return jsonAnswer(report, { status: report.status === 'ok' ? 200 : 503, caching: CACHING.never });
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Metrics in the text format of Prometheus' })
  @ApiFile('text/plain', 'metrics')
  async render(): Promise<Answer> {
    return new Answer({
      mediaType: this.metrics.contentType,
      body: await this.metrics.render(),
      caching: CACHING.never,
    });
  }
}
