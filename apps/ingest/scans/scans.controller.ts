import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ALL_SCANS } from '#libs/transport/mqtt';
import type { ScanArrivalBatch } from '../arrivals/batch.js';
import { ScanPipeline } from './pipeline.js';

@Controller()
export class ScansController {
  constructor(private readonly pipeline: ScanPipeline) {}

  @EventPattern(ALL_SCANS)
  take(@Payload() batch: ScanArrivalBatch): Promise<void> {
    return this.pipeline.take(batch);
  }
}
