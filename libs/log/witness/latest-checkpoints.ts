/**
 * Keeps, for each log, the newest checkpoint that the witness has cosigned: a note with the log's signature and the witness's own.
 * One process at a time works on a store. Calls for one log come one after the other, for different logs in any order.
 */
export abstract class LatestCheckpoints {
  /**
   * @returns null only for a log of which nothing was ever kept
   * @throws {WitnessError} STORE_INCOMPLETE when something was kept and is gone
   */
  abstract read(origin: string): Promise<Uint8Array | null>;

  /**
   * Puts this note in the place of the one before, whole or not at all. What returned survives a crash of the machine. After a failure
   * either of the two may be there, and the witness has answered nobody with the new one.
   */
  abstract replace(origin: string, note: Uint8Array): Promise<void>;
}
