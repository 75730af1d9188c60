import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gs1Error, URI_CHARACTERS_MAX } from '#libs/core/gs1';
import { Answer, CACHING } from '../http/answer.js';
import { pathOf } from '../http/deliver.js';
import { gs1Problem } from '../http/failures.js';
import { PROBLEMS, ProblemError, type ProblemName } from '../http/problems.js';
import { QueryPipe } from '../http/query.js';
import { DemoShop } from './demo-shop.js';
import { fillTemplate, type TemplateValues } from './template.js';
import { HOME_POLICY, PAGE_POLICY, SHOP_POLICY } from './policies.js';
import { PublicFiles, type PublicFile } from './public-files.js';

/** Shops add words of their own to their links: what is unknown here is left alone. */
const ShopQuery = z.object({
  object: z.string('expected one URI').max(URI_CHARACTERS_MAX, 'the URI is too long').optional(),
});

interface PageFilling {
  readonly values?: TemplateValues;
  readonly lists?: Readonly<Record<string, readonly TemplateValues[]>>;
  readonly status?: number;
}

/** Pages for people, and the files that they and the shops load. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    @Inject(PublicFiles) private readonly files: PublicFiles,
    @Inject(DemoShop) private readonly shop: DemoShop,
  ) {}

  @Get()
  async home(): Promise<Answer> {
    const examples = (await this.shop.examples()).map(({ what, uri }) => ({ what, object: encodeURIComponent(uri) }));
    return this.page('pages/home.html', HOME_POLICY, { lists: { examples } });
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
  async demoShop(
    @Req() request: FastifyRequest,
    @Query(new QueryPipe(ShopQuery)) { object }: z.output<typeof ShopQuery>,
  ): Promise<Answer> {
    try {
      return this.page('pages/shop.html', SHOP_POLICY, { values: await this.shop.valuesFor(object?.trim()) });
    } catch (error) {
      // Somebody who typed a code reads a page; a program gets the problem document.
      if (!(error instanceof Gs1Error) || !/\btext\/html\b/u.test(request.headers.accept ?? '')) throw error;
      const { problem, message } = gs1Problem(error);
      return this.problemPage(problem, message, PROBLEMS[problem].status);
    }
  }

  @Get('problems/:name')
  problem(@Param('name') name: string): Answer {
    if (!Object.hasOwn(PROBLEMS, name)) throw new ProblemError('not-found', 'there is no problem of that name');
    return this.problemPage(name as ProblemName);
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

  /** @param detail what was wrong this time; empty on the page that explains the problem to everyone. */
  private problemPage(name: ProblemName, detail = '', httpStatus = 200): Answer {
    const { status, title, meaning } = PROBLEMS[name];
    const values = { name, status: String(status), title, meaning, detail };
    return this.page('pages/problem.html', PAGE_POLICY, { values, status: httpStatus });
  }

  private page(path: string, policy: string, filling?: PageFilling): Answer {
    const file: PublicFile | undefined = this.files.get(path);
    if (!file) throw new ProblemError('not-found', 'the pages were not built: run npm run build');
    const filled = filling
      ? {
          body: fillTemplate(new TextDecoder().decode(file.body), filling.values ?? {}, filling.lists),
          encoded: {},
          status: filling.status ?? 200,
        }
      : { body: file.body, encoded: file.encoded };
    return new Answer({
      mediaType: 'text/html',
      ...filled,
      caching: filling ? CACHING.never : CACHING.page,
      headers: { 'content-security-policy': policy },
    });
  }
}
