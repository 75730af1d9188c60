import { readFile } from 'node:fs/promises';
import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answer, CACHING } from '../http/answer.js';
import { ProblemError } from '../http/problems.js';
import { ApiFile, ApiProblems } from '../openapi/decorators.js';

/** Where the node keeps its policy: policy.txt in CAIRN_DATA. */
@Injectable()
export class PolicyFile {
  constructor(private readonly path: string) {}

  /** @returns null before the log was created. */
  async text(): Promise<string | null> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

/** The key of this log, to compare with the one that came another way. */
@ApiTags('log')
@Controller()
export class PolicyController {
  constructor(@Inject(PolicyFile) private readonly policy: PolicyFile) {}

  @Get('api/v1/policy')
  @ApiOperation({
    summary: 'The policy file of this node',
    description:
      'C2SP tlog-policy: key of the log, witnesses, quorum. Evidence that is judged by a key from the same server proves nothing ' +
      'against that server: pin it once, compare its SHA-256 with a printed one, and notice when it changes.',
  })
  @ApiFile('text/plain', 'the policy')
  @ApiProblems('nothing-published')
  async policyText(): Promise<Answer> {
    const body = await this.policy.text();
    if (body === null) {
      throw new ProblemError('nothing-published', 'this log has not been created yet', {
        headers: { 'retry-after': '2' },
      });
    }
    return new Answer({ mediaType: 'text/plain', body, caching: CACHING.checkpoint, anyOrigin: true });
  }
}
