import { Aedes, type AedesOptions, type PublishPacket } from 'aedes';
import { NothingPersisted } from './nothing-persisted.js';

/**
 * aedes for one purpose: whatever a client publishes ends in the `authorizePublish` hook. It is not stored, queued or handed
 * to subscribers, and neither are the broker's own $SYS messages: nobody may subscribe to either.
 */
export class ScanBroker extends Aedes {
  constructor(options: AedesOptions) {
    super({
      ...options,
      persistence: new NothingPersisted(),
      // Our gate watches the deadlines; aedes would start a timer for each connection and one for each keepalive.
      connectTimeout: 0x7fffffff,
      heartbeatInterval: 86_400_000,
      maxInflightInbound: 1,
      maxTopicLevels: 8,
    });
  }

  override publish(_packet: PublishPacket, client: unknown, done?: (error?: Error) => void): void {
    const callback = typeof client === 'function' ? (client as (error?: Error) => void) : done;
    callback?.();
  }
}
