import type { Logger } from '#libs/host/service';
import type { ProjectionEvent } from '#libs/projections/runner';

/** Says in the log what happens to a projection. */
export function logProjectionEvent(logger: Logger, projection: string, event: ProjectionEvent): void {
  switch (event.kind) {
    case 'rebuild-begun': {
      const why = event.why === 'asked' ? 'an operator asks for it' : 'another version made it';
      logger.info({ projection, size: event.size }, `the projection is filled anew, beside what is asked: ${why}`);
      return;
    }
    case 'rebuild-progress':
      logger.info({ projection, done: event.done, size: event.size }, 'the projection is filled anew');
      return;
    case 'rebuilt':
      logger.info({ projection, size: event.size }, 'the projection is filled anew, and the new rows are asked');
      return;
    case 'rebuild-given-up':
      logger.info({ projection, version: event.version }, 'what another version had begun to fill is given up');
      return;
    case 'emptied':
      logger.warn(
        { projection, folded: event.folded, size: event.size },
        'the projection was folded from a log that is no more, and begins again',
      );
      return;
    case 'stopped':
      logger.error({ projection, err: event.why }, 'an entry cannot be folded: the projection stops before it');
  }
}
