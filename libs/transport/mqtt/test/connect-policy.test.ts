import type { ConnectPacket } from 'aedes';
import { narrowConnect } from '../connect-policy.js';

describe('what is kept of a CONNECT', () => {
  const narrowed = (asked: Partial<ConnectPacket>) => {
    const packet = {
      cmd: 'connect',
      clientId: 'any',
      username: 'gate-1',
      clean: false,
      keepalive: 30,
      ...asked,
    } as ConnectPacket;
    return { told: narrowConnect(packet), packet };
  };

  it('is the user name: it stands for the client id, so that no device can use the id of another', () => {
    expect(narrowed({}).packet.clientId).toBe('gate-1');
    expect(narrowed({ username: undefined }).packet.clientId).toBe('');
  });

  it('is no session', () => {
    expect(narrowed({ clean: false }).packet.clean).toBe(true);
  });

  it('is no keepalive for aedes, which never sees the pings; the gate is told', () => {
    const { told, packet } = narrowed({ keepalive: 30 });
    expect(packet.keepalive).toBe(0);
    expect(told.keepaliveSeconds).toBe(30);
  });

  it('is no will, but that there was one is told', () => {
    const { told, packet } = narrowed({ will: { topic: 'a', payload: Buffer.alloc(0), qos: 0, retain: false } });
    expect(packet.will).toBeUndefined();
    expect(told.will).toBe(true);
    expect(narrowed({}).told.will).toBe(false);
  });
});
