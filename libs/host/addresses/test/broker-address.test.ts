import { AddressError, brokerAddress, ownAddress } from '../index.js';

describe('the address of a broker', () => {
  it.each([
    ['mqtt://broker.example', 'mqtt://broker.example'],
    ['mqtts://Broker.example:8883/', 'mqtts://broker.example:8883'],
    ['mqtt://127.0.0.1:1883', 'mqtt://127.0.0.1:1883'],
    ['mqtt://[2001:db8::1]:1883', 'mqtt://[2001:db8::1]:1883'],
    ['mqtt://mosquitto_1:01883', 'mqtt://mosquitto_1:1883'],
  ])('%s', (text, address) => expect(brokerAddress(text)).toBe(address));

  it.each([
    'mqtt://u:secret@broker:1883',
    'mqtt://secret@broker',
    'mqtt://broker/secret@',
    'mqtt://broker:1883/secret',
    'mqtt://broker:1883?password=secret',
    'mqtt://broker:1883#secret',
    'mqtt://secret:secret',
    'mqtt://broker:0',
    'mqtt://broker:65536',
    'mqtt://',
    'mqtt://:1883',
    'mqtt://bro ker',
    'mqtt://broker\n',
    'http://secret:1883',
    'ws://secret:1883',
    'secret:1883',
    'mqtt:secret',
    '',
  ])('refuses %j, and repeats nothing of it', (text) => {
    expect(() => brokerAddress(text)).toThrow(AddressError);
    expect(() => brokerAddress(text)).not.toThrow(/secret/u);
  });

  it.each([
    ['mqtt://cairn-ingest:secret@broker:1883', 'mqtt://broker:1883'],
    ['tls://u:p%40ss@broker:8883', 'mqtts://broker:8883'],
    ['tcp://broker', 'mqtt://broker'],
    ['mqtts://u@[::1]:8883/?clientId=x', 'mqtts://[::1]:8883'],
  ])('is that of %s for others on the machine', (url, address) => expect(ownAddress(url)).toBe(address));
});
