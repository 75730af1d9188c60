/**
 * What can go wrong on the device's side.
 *
 * FOLDER_IN_USE another process works on this folder; FOLDER_EXISTS / FOLDER_MISSING / FOLDER_MALFORMED as they say;
 * OUTBOX_DAMAGED bytes that had been written for certain cannot be read back: going on could use a counter twice;
 * OUTBOX_FAILED the disk refused a write, nothing of that batch was kept; OUTBOX_FULL the limit in bytes is reached;
 * SCAN_INVALID the scan breaks a rule of docs/formats/scan.md; NOT_ENROLLED no operator
 * has given the device a password and keys to believe; CLOSED the device was closed meanwhile;
 * EVENT_PENDING the node has not answered the device's last event yet; KEY_RETIRED the device has ended its own key;
 * KEY_MISSING the folder does not hold the key that is active;
 * ENROLMENT_CODE_INVALID an enrolment code cannot be read; ENROLMENT_CODE_EXPIRED it can, and its time is over;
 * ENROLMENT_CODE_USED its key is used up; BROKER_INVALID an address of a broker with a user or password in it.
 */
export type DeviceErrorCode =
  | 'FOLDER_IN_USE'
  | 'FOLDER_EXISTS'
  | 'FOLDER_MISSING'
  | 'FOLDER_MALFORMED'
  | 'OUTBOX_DAMAGED'
  | 'OUTBOX_FAILED'
  | 'OUTBOX_FULL'
  | 'SCAN_INVALID'
  | 'NOT_ENROLLED'
  | 'CLOSED'
  | 'EVENT_PENDING'
  | 'KEY_RETIRED'
  | 'KEY_MISSING'
  | 'ENROLMENT_CODE_INVALID'
  | 'ENROLMENT_CODE_EXPIRED'
  | 'ENROLMENT_CODE_USED'
  | 'BROKER_INVALID';

export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  constructor(
    readonly code: DeviceErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** True for an error of the operating system with this code, such as ENOENT. */
export const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === code;
