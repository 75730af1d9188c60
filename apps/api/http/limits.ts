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
} as const;

/** What connections may cost, before anybody has asked anything. */
export const CONNECTION_LIMITS = {
  /** Each takes about 20 kB, with TLS 50 kB: 100 MB of the 256 MB that a program of `cairn up` has. */
  connectionsMax: 2_000,
  /** A browser opens 6: 80 of them behind one address, which is a large office. Connections of trusted proxies do not count here. */
  connectionsPerAddressMax: 500,
  /** Two round trips of a satellite link take 1.5 s; whoever needs longer does not mean to finish. */
  handshakeTimeoutMs: 10_000,
  /** How often connections that are past their time are looked for. With Node's 30 s a slow sender would hold one for 40 s. */
  connectionCheckMs: 3_000,
  /** After this, a stop ends what is still open: whoever connects and says nothing would hold it up. A process has 4 s to end in. */
  stopPatienceMs: 2_500,
} as const;

/** How many questions to the ledger there may be. All are counts. */
export const QUESTION_LIMITS = {
  /** Questions that are worked on at once; more would only wait for the database's connections. */
  atOnceMax: 64,
  /** Questions that may wait; at 2 ms each the last one waits for a second. */
  waitingMax: 512,
  /** Running and waiting, of one caller: a page with 30 products and two of its readers behind one address. A sixth of all would wait. */
  perCallerMax: 64,
  /** Of 64 at once: a quarter stays with officers when strangers flood, and a quarter with strangers when a stolen token does. */
  atOnceReserved: 16,
  /** Of those that may wait, likewise. */
  waitingReserved: 128,
} as const;

/** Tokens that open nothing, from one address. Each is compared with up to 2,000 lines, about 1 ms. */
export const WRONG_TOKEN_LIMITS = {
  /** A whole shift that types an old token. */
  burst: 30,
  perSecond: 1,
  /** Addresses that are remembered, about 100 bytes each; the one that was quiet longest is forgotten first. */
  addressesMax: 10_000,
} as const;
