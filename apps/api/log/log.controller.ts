import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { LogStorage } from '#libs/log/storage';
import {
  formatTilePath,
  frontOfFull,
  parseTilePath,
  TILE_WIDTH,
  TlogError,
  type ParsedTilePath,
} from '#libs/core/tlog';
import { ApiFile, ApiProblems } from '../openapi/decorators.js';
import { Answer, CACHING } from '../http/answer.js';
import { pathOf } from '../http/deliver.js';
import { ProblemError } from '../http/problems.js';

const PREFIX = '/log/';

/**
 * The public log: the files of LogStorage as they are, and partial tiles that full ones have replaced. Only the paths that C2SP
 * tlog-tiles knows are looked for, in their one spelling, so that no path leads anywhere else.
 */
@ApiTags('log')
@Controller()
export class LogController {
  constructor(@Inject(LogStorage) private readonly storage: LogStorage) {}

  @Get('log/checkpoint')
  @ApiOperation({
    summary: 'The newest published checkpoint',
    description: 'A signed note: origin, size and root of the log (C2SP tlog-checkpoint).',
  })
  @ApiFile('text/plain', 'the note')
  @ApiProblems('nothing-published')
  async checkpoint(): Promise<Answer> {
    const body = await this.storage.read('checkpoint');
    if (!body) {
      throw new ProblemError('nothing-published', 'this log has not published a checkpoint yet', {
        headers: { 'retry-after': '2' },
      });
    }
    return new Answer({ mediaType: 'text/plain', body, caching: CACHING.checkpoint, anyOrigin: true });
  }

  @Get('log/tile/*')
  @ApiExcludeEndpoint()
  async tile(@Req() request: FastifyRequest): Promise<Answer> {
    const path = pathOf(request.url).slice(PREFIX.length);
    const tile = parsed(path);
    const body = (await this.storage.read(path)) ?? (await this.frontOfFull(tile));
    if (!body) throw new ProblemError('not-found', 'the log has no such tile or bundle, or not of that width');
    return new Answer({
      mediaType: 'application/octet-stream',
      body,
      caching: tile.width === TILE_WIDTH ? CACHING.immutable : CACHING.partialTile,
      anyOrigin: true,
      ranges: true,
    });
  }

  /** A partial tile goes away once the full one exists, and not every client that still needs it asks for the full one. */
  private async frontOfFull(tile: ParsedTilePath): Promise<Uint8Array | null> {
    if (tile.width === TILE_WIDTH) return null;
    const full = await this.storage.read(formatTilePath({ ...tile, width: TILE_WIDTH }));
    return full && frontOfFull(tile, full);
  }
}

function parsed(path: string): ParsedTilePath {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof TlogError) throw new ProblemError('not-found', error.message, { code: error.code });
    throw error;
  }
}
