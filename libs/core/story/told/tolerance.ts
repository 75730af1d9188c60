/** How far clocks of two devices may differ, milliseconds: handheld terminals that are set by hand, and phones without a network. */
export const CLOCKS_DIFFER_MS = 60 * 60_000;
/** The same where one of both knows the day alone: a day, and an hour for the clocks. The longest tolerance there is. */
export const TOLERANCE_MAX_MS = 25 * 60 * 60_000;
