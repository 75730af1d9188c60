import { Device, parseEnrolmentCode, redeemEnrolmentCode } from '../../index.js';

// Redeems an enrolment code and scans; or only opens what a run before has left, as a person does who thinks that it is done.
const [folder, code, only] = [process.argv[2]!, process.argv[3]!, process.argv[4]];
const reconnect = { baseMs: 1, maxMs: 20 };
if (only !== 'scan') await redeemEnrolmentCode({ code: parseEnrolmentCode(code), folder, reconnect });
const device = await Device.open({ folder, reconnect });
await device.scan({ objects: [{ uri: '(00)395200000000000012' }] });
await device.answered();
await device.passwordSettled();
await device.settled();
await device.close();
console.log('done');
