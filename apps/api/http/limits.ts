/** What one request may cost. Each value has its unit in its name and its reason beside it. */
export const REQUEST_LIMITS = {
  /** The longest URI of an object (2,048 characters) with every character percent-encoded, and a path around it. */
  urlBytesMax: 8_192,
  /** Node's own limit on the request line and all headers; a token and the usual headers need a tenth. */
  headerBytesMax: 16_384,
  /** One path segment: the longest URI of an object with every character percent-encoded. */
  pathSegmentCharactersMax: 6_400,
  /** From the first byte to the last of a request that has no content. */
  requestTimeoutMs: 10_000,
  /** Longer than the database's statement timeout, so that its answer is the one that is seen. */
  answerTimeoutMs: 8_000,
  /** One statement of the largest evidence, on a busy disk. */
  statementTimeoutMs: 5_000,
  /** A little longer than the 60 s of the usual proxies in front, so that they close first. */
  keepAliveTimeoutMs: 65_000,
  connectionsMax: 2_000,
  /** Questions to the ledger that are worked on at once; more would only wait for the database's connections. */
  questionsAtOnceMax: 64,
  /** Questions that may wait; at 2 ms each the last one waits for a second. */
  questionsWaitingMax: 512,
} as const;
