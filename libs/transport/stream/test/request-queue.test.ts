import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { mendRequestQueue } from '../kafka/request-queue.js';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const aQueue = () =>
  new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, clientId: 'c', broker: 'b', logger: silent });

describe('the mended request queue of kafkajs', () => {
  beforeAll(mendRequestQueue);

  it('sets no timer while nothing is pending', () => {
    const queue = aQueue();
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('checks again, after a time above zero, while something is pending', async () => {
    const queue = aQueue();
    const sent = new Promise<void>((resolve) => {
      queue.canSendSocketRequestImmediately = () => queue.throttledUntil < Date.now();
      queue.throttledUntil = Date.now() + 30;
      queue.pending.push({ send: resolve, expectResponse: true });
    });
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    await sent;
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });
});
