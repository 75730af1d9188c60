// Several real device clients in a process of their own, so that it can be killed. Its outboxes and its journal stay.
import { randomInt } from 'node:crypto';
import { Device, type MessageJudge, readDeviceFolder, Turnstile } from '#libs/sdk/device';
import { journalFile, Journal, type JournalLine } from './journal.js';
import { JournalingJudge } from './journaling-judge.js';
import { LoadedDevice, WINDOW } from './loaded-device.js';
import type { DeviceCommand, DeviceOrder, DeviceReport, LoadMode } from './messages.js';

const REPORT_EVERY_MS = 20;
const TRICKLE_EVERY_MS = 50;
const CONNECTING_MAX = 8;
// As in the field, but with less patience: a run has dozens of outages, and nobody else is waiting for this broker.
const RECONNECT = { baseMs: 100, maxMs: 2_000 };
const RECEIPT_TIMEOUT_MS = 4_000;

const tell = (report: DeviceReport): void => void process.send?.(report);

class DeviceProcess {
  private mode: LoadMode = 'quiet';
  private mark = 0;
  private owed = 0;

  private constructor(
    private readonly order: DeviceOrder,
    private readonly devices: readonly LoadedDevice[],
    private readonly journal: Journal,
  ) {
    for (const loaded of devices) loaded.device.on('progress', () => this.press(loaded));
    setInterval(() => this.report(), REPORT_EVERY_MS);
    setInterval(() => this.trickle(), TRICKLE_EVERY_MS);
  }

  static async start(order: DeviceOrder): Promise<DeviceProcess> {
    const journal = new Journal(journalFile(order.journalFolder, order.name, order.life));
    const note = (line: JournalLine): void => void journal.append([line]).catch(die);
    const connecting = new Turnstile(CONNECTING_MAX);
    const devices: LoadedDevice[] = [];
    let judge: MessageJudge | undefined;
    for (const folder of order.folders) {
      judge ??= new JournalingJudge(readDeviceFolder(folder).enrolment!.trust, journal);
      const device = await Device.open({
        folder,
        connecting,
        judge,
        broker: order.broker,
        window: WINDOW,
        receiptTimeoutMs: RECEIPT_TIMEOUT_MS,
        reconnect: RECONNECT,
      });
      devices.push(new LoadedDevice(device, note));
    }
    return new DeviceProcess(order, devices, journal);
  }

  take(command: DeviceCommand): void {
    if (command.do === 'mode') {
      this.mode = command.mode;
      for (const loaded of this.devices) this.press(loaded);
    } else if (command.do === 'mark') {
      this.mark = command.mark;
      for (const loaded of this.devices) loaded.mark();
    } else if (command.do === 'close') void this.close().catch(die);
  }

  /** Refills when half of what a device may have on its way is receipted: then some always is. */
  private press(loaded: LoadedDevice): void {
    if (this.mode !== 'pressed') return;
    const { pressedScans } = this.order;
    const { unsettled } = loaded.device;
    if (unsettled <= pressedScans / 2) loaded.store(pressedScans - unsettled).catch(die);
  }

  private trickle(): void {
    if (this.mode === 'quiet') return;
    this.owed += (this.order.scansPerSecond * TRICKLE_EVERY_MS) / 1_000;
    for (; this.owed >= 1; this.owed -= 1) this.devices[randomInt(this.devices.length)]!.store(1).catch(die);
  }

  private report(): void {
    const sum = (read: (loaded: LoadedDevice) => number): number =>
      this.devices.reduce((total, loaded) => total + read(loaded), 0);
    tell({
      state: {
        mode: this.mode,
        mark: this.mark,
        inFlight: sum(({ inFlight }) => inFlight),
        unsettled: sum(({ device }) => device.unsettled),
        enqueued: sum(({ enqueued }) => enqueued),
        receipted: sum(({ receipted }) => receipted),
        freshReceipts: sum(({ freshReceipts }) => freshReceipts),
      },
    });
  }

  private async close(): Promise<void> {
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    tell({
      end: this.devices.map(({ device }) => ({
        device: hex(device.identity.device),
        boot: hex(device.identity.boot),
        lastCounter: device.counter,
        unsettled: device.unsettled,
      })),
    });
    await Promise.all(this.devices.map(({ device }) => device.close()));
    await this.journal.append([]);
    this.journal.close();
    process.disconnect();
    process.exit(0);
  }
}

function die(error: unknown): never {
  console.error('a device process failed:', error);
  process.exit(1);
}

let running: DeviceProcess | undefined;
process.on('unhandledRejection', die);
process.on('disconnect', () => process.exit(0)); // whoever started it is gone
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the parent decides
process.on('message', (command: DeviceCommand) => {
  if (command.do === 'start') void DeviceProcess.start(command.order).then((started) => (running = started), die);
  else running?.take(command);
});
