import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Answer, CACHING } from '../http/answer.js';
import { pathOf } from '../http/deliver.js';
import { PROBLEMS, ProblemError, type ProblemName } from '../http/problems.js';
import { DemoShop } from './demo-shop.js';
import { fillTemplate } from './template.js';
import { PAGE_POLICY, SHOP_POLICY } from './policies.js';
import { PublicFiles, type PublicFile } from './public-files.js';

/** Pages for people, and the files that they and the shops load. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    @Inject(PublicFiles) private readonly files: PublicFiles,
    @Inject(DemoShop) private readonly shop: DemoShop,
  ) {}

  @Get()
  home(): Answer {
    return this.page('pages/home.html', PAGE_POLICY);
  }

  @Get('customs')
  customs(): Answer {
    return this.page('pages/customs.html', PAGE_POLICY);
  }

  @Get('docs')
  docs(): Answer {
    return this.page('pages/docs.html', PAGE_POLICY);
  }

  @Get('demo/shop')
  async demoShop(@Query('object') object?: string | string[]): Promise<Answer> {
    const values = await this.shop.valuesFor(typeof object === 'string' ? object : undefined);
    return this.page('pages/shop.html', SHOP_POLICY, values);
  }

  @Get('problems/:name')
  problem(@Param('name') name: string): Answer {
    if (!Object.hasOwn(PROBLEMS, name)) throw new ProblemError('not-found', 'there is no problem of that name');
    const { status, title, meaning } = PROBLEMS[name as ProblemName];
    return this.page('pages/problem.html', PAGE_POLICY, { name, status: String(status), title, meaning });
  }

  /** Anyone's page may load the element. */
  @Get('widget/v1/:file')
  widget(@Req() request: FastifyRequest): Answer {
    return this.asset(request, true);
  }

  @Get('assets/*')
  assets(@Req() request: FastifyRequest): Answer {
    return this.asset(request, false);
  }

  private asset(request: FastifyRequest, anyOrigin: boolean): Answer {
    const path = pathOf(request.url).slice(1);
    const file = this.files.get(path);
    if (!file) throw new ProblemError('not-found', 'there is no such file');
    // Names with a hash in them (tools/build-browser.js) are never used for other bytes.
    const caching = /-[0-9A-Z]{8}\.\w+$/u.test(path) ? CACHING.immutable : CACHING.page;
    return new Answer({ ...file, caching, anyOrigin });
  }

  private page(path: string, policy: string, values?: Readonly<Record<string, string>>): Answer {
    const file: PublicFile | undefined = this.files.get(path);
    if (!file) throw new ProblemError('not-found', 'the pages were not built: run npm run build');
    const filled = values
      ? { body: fillTemplate(new TextDecoder().decode(file.body), values), encoded: {} }
      : { body: file.body, encoded: file.encoded };
    return new Answer({
      mediaType: 'text/html',
      ...filled,
      caching: values ? CACHING.never : CACHING.page,
      headers: { 'content-security-policy': policy },
    });
  }
}
