/**
 * SOURCE_MISSING a file of real data is not where the package has it; SOURCE_MALFORMED it is not the file that was shipped;
 * PLAN_MISMATCH a device of the demo has signed more scans than the plan has: its folder was used for something else;
 * SUMMARY_MALFORMED the summary of an earlier replay cannot be read; SCENE_REFUSED the node has refused an event of a scene.
 */
export type DemoErrorCode =
  'SOURCE_MISSING' | 'SOURCE_MALFORMED' | 'PLAN_MISMATCH' | 'SUMMARY_MALFORMED' | 'SCENE_REFUSED';

export class DemoError extends Error {
  override readonly name = 'DemoError';
  constructor(
    readonly code: DemoErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
