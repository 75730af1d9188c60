import { Controller, Get, Inject, Query, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { canonicalUriOfCapture, digitalLinkPath, URI_CHARACTERS_MAX, uriFromDigitalLinkPath } from '#libs/core/gs1';
import { EVIDENCE_MEDIA_TYPE } from '#libs/core/evidence';
import { TIER_PROBLEMS, TierGuard } from '../customs/tier.guard.js';
import { Answer, CACHING, jsonAnswer } from '../http/answer.js';
import { callerOf } from '../http/caller.js';
import { pathOf } from '../http/deliver.js';
import { limitParameter, PAGE_ITEMS_MAX } from '../http/paging.js';
import { ProblemError } from '../http/problems.js';
import { QueryPipe } from '../http/query.js';
import { requireAcceptable } from '../http/require-acceptable.js';
import { ApiJson, ApiProblems, ApiTwoTiers } from '../openapi/decorators.js';
import { EvidenceService } from './evidence.service.js';
import { QuestionLimit } from './question-limit.js';
import { ALL_ENTRIES, TRAIL_START, trailCursor } from './trail-cursor.js';
import { TrailService } from './trail.service.js';

const PREFIX = '/api/v1/objects/';

const uri = z.string('expected one URI').min(1, 'expected a URI').max(URI_CHARACTERS_MAX, 'the URI is too long');
const paging = { limit: limitParameter, cursor: trailCursor, all: z.literal('1', 'expected 1').optional() };
const TrailQuery = z.strictObject(paging);
const TrailByUriQuery = z.strictObject({ uri, ...paging });
const NoQuery = z.strictObject({});
const UriQuery = z.strictObject({ uri });
type Paging = z.output<typeof TrailQuery>;

const TRAIL = {
  summary: 'The trail of an object',
  description:
    'Its steps by their times, with those of the units in which it travelled between packing and unpacking. This is what the ' +
    'database says, described by the rules of libs/core/verdict; to check it, take the evidence. The story of a busy thing is told for ' +
    'as many entries as evidence holds; with `all` every entry that names it is listed, in log order and without its story.',
};
const EVIDENCE = {
  summary: 'Evidence of an object',
  description:
    'Everything that is needed to check its trail offline, with a log key that you have from elsewhere: `npx cairn verify`, or ' +
    'docs/formats/evidence.md. The entity tag is SHA-256 of the text.',
};

const ApiKey = () =>
  ApiParam({ name: 'key', example: '01', description: 'application identifier of a GS1 key, or `uri`' });
const ApiValue = () =>
  ApiParam({ name: 'value', example: '09506000134352', description: 'its value, percent-encoded' });
const ApiQualifier = () => ApiParam({ name: 'qualifier', example: '21' });
const ApiQualifierValue = () => ApiParam({ name: 'qualifierValue', example: '12345' });
const ApiUri = () =>
  ApiQuery({
    name: 'uri',
    example: 'urn:epc:id:bic:CSQU3054383',
    schema: { type: 'string', maxLength: URI_CHARACTERS_MAX },
    description: 'URI of the object in any form, also an element string',
  });
const ApiLimit = () =>
  ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: PAGE_ITEMS_MAX } });
const ApiCursor = () =>
  ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of the page before' });
const ApiAll = () =>
  ApiQuery({
    name: 'all',
    required: false,
    schema: { type: 'string', enum: ['1'] },
    description: 'every entry that names the object, in log order, also those for which its story has no room',
  });
const ApiObjectProblems = () =>
  ApiProblems(
    ...(['validation', 'digital-link', 'check-digit', 'unknown-object', 'not-acceptable'] as const),
    ...TIER_PROBLEMS,
    ...(['nothing-published', 'ledger-unavailable', 'lookup-not-recorded', 'too-many-questions', 'busy'] as const),
  );

/** Trail and evidence of one object, named by a GS1 Digital Link path or any URI. */
@ApiTags('objects')
@Controller('api/v1/objects')
@UseGuards(TierGuard)
export class ObjectsController {
  constructor(
    @Inject(TrailService) private readonly trails: TrailService,
    @Inject(EvidenceService) private readonly evidences: EvidenceService,
    @Inject(QuestionLimit) private readonly questions: QuestionLimit,
  ) {}

  @Get('trail')
  @ApiOperation(TRAIL)
  @ApiUri()
  @ApiLimit()
  @ApiCursor()
  @ApiAll()
  @ApiTwoTiers()
  @ApiJson('Trail', 'the trail')
  @ApiObjectProblems()
  async trailByUri(
    @Req() request: FastifyRequest,
    @Query(new QueryPipe(TrailByUriQuery)) { uri, ...paging }: z.output<typeof TrailByUriQuery>,
  ): Promise<Answer> {
    return this.trail(request, canonicalUriOfCapture(uri).uri, paging);
  }

  @Get('evidence')
  @ApiOperation(EVIDENCE)
  @ApiUri()
  @ApiTwoTiers()
  @ApiJson('Evidence', 'the bundle', EVIDENCE_MEDIA_TYPE)
  @ApiObjectProblems()
  async evidenceByUri(
    @Req() request: FastifyRequest,
    @Query(new QueryPipe(UriQuery)) { uri }: z.output<typeof UriQuery>,
  ): Promise<Answer> {
    return this.evidence(request, canonicalUriOfCapture(uri).uri);
  }

  @Get(':key/:value/trail')
  @ApiOperation(TRAIL)
  @ApiKey()
  @ApiValue()
  @ApiLimit()
  @ApiCursor()
  @ApiAll()
  @ApiTwoTiers()
  @ApiJson('Trail', 'the trail')
  @ApiObjectProblems()
  async trailByKey(@Req() request: FastifyRequest, @Query(new QueryPipe(TrailQuery)) paging: Paging): Promise<Answer> {
    return this.trail(request, objectIn(request, '/trail'), paging);
  }

  @Get(':key/:value/evidence')
  @ApiOperation(EVIDENCE)
  @ApiKey()
  @ApiValue()
  @ApiTwoTiers()
  @ApiJson('Evidence', 'the bundle', EVIDENCE_MEDIA_TYPE)
  @ApiObjectProblems()
  async evidenceByKey(@Req() request: FastifyRequest, @Query(new QueryPipe(NoQuery)) _query: unknown): Promise<Answer> {
    return this.evidence(request, objectIn(request, '/evidence'));
  }

  @Get(':key/:value/:qualifier/:qualifierValue/trail')
  @ApiOperation(TRAIL)
  @ApiKey()
  @ApiValue()
  @ApiQualifier()
  @ApiQualifierValue()
  @ApiLimit()
  @ApiCursor()
  @ApiAll()
  @ApiTwoTiers()
  @ApiJson('Trail', 'the trail')
  @ApiObjectProblems()
  async trailByQualifiedKey(
    @Req() request: FastifyRequest,
    @Query(new QueryPipe(TrailQuery)) paging: Paging,
  ): Promise<Answer> {
    return this.trail(request, objectIn(request, '/trail'), paging);
  }

  @Get(':key/:value/:qualifier/:qualifierValue/evidence')
  @ApiOperation(EVIDENCE)
  @ApiKey()
  @ApiValue()
  @ApiQualifier()
  @ApiQualifierValue()
  @ApiTwoTiers()
  @ApiJson('Evidence', 'the bundle', EVIDENCE_MEDIA_TYPE)
  @ApiObjectProblems()
  async evidenceByQualifiedKey(
    @Req() request: FastifyRequest,
    @Query(new QueryPipe(NoQuery)) _query: unknown,
  ): Promise<Answer> {
    return this.evidence(request, objectIn(request, '/evidence'));
  }

  /** Longer Digital Links, such as GTIN with variant, lot and serial; and everything that is none. */
  @Get('*')
  @ApiExcludeEndpoint()
  async other(@Req() request: FastifyRequest, @Query() query: unknown): Promise<Answer> {
    const path = pathOf(request.url);
    if (path.endsWith('/trail')) {
      return this.trail(request, objectIn(request, '/trail'), new QueryPipe(TrailQuery).transform(query));
    }
    if (path.endsWith('/evidence')) {
      new QueryPipe(NoQuery).transform(query);
      return this.evidence(request, objectIn(request, '/evidence'));
    }
    throw new ProblemError(
      'not-found',
      `expected ${PREFIX}{key}/{value}[/{qualifier}/{value}] and then /trail or /evidence`,
    );
  }

  private async trail(request: FastifyRequest, object: string, { limit, cursor, all }: Paging): Promise<Answer> {
    requireAcceptable(request, 'application/json');
    const tier = request.officer ? 'customs' : 'public';
    const from = cursor ?? (all ? ALL_ENTRIES : TRAIL_START);
    const trail = await this.questions.run(callerOf(request), async () =>
      this.trails.trail({ object, tier, from, limit }),
    );
    return jsonAnswer(trail, { caching: CACHING.followsCheckpoint, anyOrigin: true });
  }

  private async evidence(request: FastifyRequest, object: string): Promise<Answer> {
    requireAcceptable(request, EVIDENCE_MEDIA_TYPE, 'application/json');
    const tier = request.officer ? 'customs' : 'public';
    return new Answer({
      mediaType: EVIDENCE_MEDIA_TYPE,
      body: await this.questions.run(callerOf(request), async () => this.evidences.evidence(object, tier)),
      caching: CACHING.followsCheckpoint,
      anyOrigin: true,
      headers: { 'content-disposition': `attachment; filename="${fileNameOf(object)}"` },
    });
  }
}

/** The path as it was sent: decoded parameters could no longer tell `%2F` from `/`. */
const objectIn = (request: FastifyRequest, ending: string): string =>
  uriFromDigitalLinkPath(pathOf(request.url).slice(PREFIX.length, -ending.length));

const FILE_NAME_CHARACTERS_MAX = 80;

/** `evidence-01-09506000134352-21-12345.json`: letters and digits only, so that no header or file system can misread it. */
const fileNameOf = (object: string): string =>
  `evidence-${digitalLinkPath(object)
    .replaceAll(/[^A-Za-z0-9]+/gu, '-')
    .slice(0, FILE_NAME_CHARACTERS_MAX)}.json`;
