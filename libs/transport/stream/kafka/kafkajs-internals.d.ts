declare module 'kafkajs/src/network/requestQueue/index.js' {
  /** The part that kafka/request-queue.ts mends. kafkajs 2.2.4, src/network/requestQueue/index.js. */
  export default class RequestQueue {
    constructor(options: Record<string, unknown>);
    canSendSocketRequestImmediately: () => boolean;
    pending: unknown[];
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
}
