import { Readable } from 'node:stream';

const nothing = (): Readable => Readable.from([]);

/**
 * What aedes asks of a persistence, answered by an empty one: no retained message, no will, no session, no queue. The embedded
 * broker refuses all four, so nothing that a client does is remembered after its connection. The order of scans and their
 * durability are the stream's.
 */
export class NothingPersisted {
  async setup(): Promise<void> {}
  async destroy(): Promise<void> {}
  async storeRetained(): Promise<void> {}
  createRetainedStream = nothing;
  createRetainedStreamCombi = nothing;
  async addSubscriptions(): Promise<void> {}
  async removeSubscriptions(): Promise<void> {}
  async cleanSubscriptions(): Promise<void> {}
  async subscriptionsByClient(): Promise<never[]> {
    return [];
  }
  async subscriptionsByTopic(): Promise<never[]> {
    return [];
  }
  async countOffline(): Promise<{ subsCount: number; clientsCount: number }> {
    return { subsCount: 0, clientsCount: 0 };
  }
  async outgoingEnqueue(): Promise<void> {}
  async outgoingEnqueueCombi(): Promise<void> {}
  async outgoingUpdate(): Promise<void> {}
  async outgoingClearMessageId(): Promise<void> {}
  outgoingStream = nothing;
  async incomingStorePacket(): Promise<void> {}
  async incomingGetPacket(): Promise<never> {
    throw new Error('no such packet');
  }
  async incomingDelPacket(): Promise<void> {}
  async cleanIncoming(): Promise<void> {}
  async putWill(): Promise<void> {}
  async getWill(): Promise<void> {}
  async delWill(): Promise<void> {}
  streamWill = nothing;
  getClientList = nothing;
}
