import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const CHECK_INTERVAL_MS = 10; // as in kafkajs

/**
 * Mends kafkajs 2.2.4, src/network/requestQueue/index.js: it schedules a check of its pending requests after every answer,
 * whether any is pending or not, after `throttledUntil - now`, which is far below zero where the broker never throttled.
 * Node takes that for 1 ms and warns (TimeoutNegativeWarning), and the check schedules the next one: each connection wakes
 * the process a thousand times a second for nothing. Here a check is scheduled only while something is pending.
 */
export function mendRequestQueue(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(this.throttledUntil - Date.now(), CHECK_INTERVAL_MS),
    );
  };
}
