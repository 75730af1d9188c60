import { Controller, Get, Inject, Query, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TIER_PROBLEMS, TierGuard, unauthorized } from '../customs/tier.guard.js';
import { CACHING, jsonAnswer, type Answer } from '../http/answer.js';
import { callerOf } from '../http/caller.js';
import { gs1Problem } from '../http/failures.js';
import { cursorParameter, limitParameter, PAGE_ITEMS_MAX } from '../http/paging.js';
import { QueryPipe } from '../http/query.js';
import { requireAcceptable } from '../http/require-acceptable.js';
import { QuestionLimit } from '../objects/question-limit.js';
import { ApiJson, ApiProblems, ApiTwoTiers } from '../openapi/decorators.js';
import { readSearchWords } from './search-words.js';
import { SEARCH_OFFSET_MAX, SearchService } from './search.service.js';

/** Longest text that anybody types; a URI of an object goes through ?uri= of the other resources. */
const WORDS_CHARACTERS_MAX = 200;

const SearchQuery = z.strictObject({
  q: z
    .string('expected one text to look for')
    .trim()
    .min(1, 'expected a text to look for')
    .max(WORDS_CHARACTERS_MAX, `expected at most ${WORDS_CHARACTERS_MAX} characters`)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'expected no control characters'),
  limit: limitParameter,
  cursor: cursorParameter(SEARCH_OFFSET_MAX),
});

@ApiTags('search')
@Controller()
@UseGuards(TierGuard)
export class SearchController {
  constructor(
    @Inject(SearchService) private readonly search: SearchService,
    @Inject(QuestionLimit) private readonly questions: QuestionLimit,
  ) {}

  @Get('api/v1/search')
  @ApiOperation({
    summary: 'Objects by what is printed on them, or on their papers',
    description:
      'Public: codes of objects (element string, Digital Link, GTIN with serial or lot, SSCC, container number, any URI). ' +
      'Customs tier also: numbers of orders, despatch advices, declarations and other documents.',
  })
  @ApiQuery({
    name: 'q',
    example: '(01)09506000134352(21)12345',
    schema: { type: 'string', maxLength: WORDS_CHARACTERS_MAX },
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: PAGE_ITEMS_MAX } })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of the page before' })
  @ApiTwoTiers()
  @ApiJson('SearchResults', 'the objects that were found, perhaps none')
  @ApiProblems(
    'validation',
    'digital-link',
    'check-digit',
    ...TIER_PROBLEMS,
    'not-acceptable',
    'ledger-unavailable',
    'too-many-questions',
    'busy',
  )
  async searchObjects(
    @Req() request: FastifyRequest,
    @Query(new QueryPipe(SearchQuery)) { q, limit, cursor }: z.output<typeof SearchQuery>,
  ): Promise<Answer> {
    requireAcceptable(request, 'application/json');
    const words = readSearchWords(q);
    const documents = request.officer !== undefined;
    if (!documents && words.uris.length === 0) {
      if (words.mistake) throw gs1Problem(words.mistake);
      throw unauthorized('without a customs token only codes of objects can be looked for, and this is none');
    }
    const results = await this.questions.run(callerOf(request), async () =>
      this.search.find({ query: q, words, limit, offset: cursor ?? 0, documents }),
    );
    // A mistyped code is no unknown object.
    if (results.results.length === 0 && words.uris.length === 0 && words.mistake) throw gs1Problem(words.mistake);
    return jsonAnswer(results, { caching: CACHING.followsCheckpoint, anyOrigin: true });
  }
}
