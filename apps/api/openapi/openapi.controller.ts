import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Answer, CACHING } from '../http/answer.js';
import { ApiDescription } from './document.js';

@ApiExcludeController()
@Controller()
export class OpenApiController {
  constructor(@Inject(ApiDescription) private readonly description: ApiDescription) {}

  @Get('openapi.json')
  json(): Answer {
    return new Answer({
      mediaType: 'application/json',
      body: this.description.json,
      caching: CACHING.page,
      anyOrigin: true,
    });
  }
}
