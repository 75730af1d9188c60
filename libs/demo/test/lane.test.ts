import type { TrailStep } from '#libs/core/story';
import type { TrailDescription } from '#libs/core/verdict';
import { parseCanonicalJson } from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { signerOf } from '#libs/host/keys';
import { holderDigits } from '#libs/core/gs1';
import { glnOf, LANE_DEVICES, laneDevices } from '../lane/cast.js';
import { laneCodes } from '../lane/codes.js';
import { KEY_SCENES } from '../lane/key-scenes.js';
import { consignment } from '../lane/goods.js';
import { Lane, productOf, REPLAYED } from '../lane/lane.js';
import { LOGGER_ZONE_ASSUMED, readLogger } from '../lane/logger.js';
import { readSource } from '../sources.js';
import { logLane } from './support/lane-log.js';

const steps = new Lane().steps(REPLAYED);
const trailOf = logLane(steps);
const product = await trailOf(productOf(REPLAYED).object);
const [firstPallet, secondPallet] = REPLAYED.pallets;
const textOf = (trail: TrailDescription): string[] => trail.findings.map(({ text }) => text);

describe('the way of a pouch', () => {
  it('leads over every party that had it, each taking over what was handed to it', () => {
    const custodians = product.steps.map(({ custodian }) => custodian!.name);
    expect(custodians.filter((name, place) => name !== custodians[place - 1])).toEqual([
      'Kakinada Seafood Processing',
      'East Coast Road Haulage',
      'Visakha Cold Store',
      'East Coast Road Haulage',
      'Visakhapatnam Container Terminal',
      'Bay of Bengal Line',
      'Customs, port of Norfolk',
      'Chesapeake Food Distribution',
      'Corner Fish Market, Richmond',
    ]);
    expect(product.openHandOver).toBeNull();
    expect(product.steps.filter(({ standing }) => standing === 'elsewhere')).toEqual([]);
  });

  it('goes by case, pallet and container, each for a time that ends clearly', () => {
    expect(product.spans.map(({ parent, end, uncertain }) => [parent.uri, end, uncertain])).toEqual([
      [firstPallet.cases[0]!.uri, 'unpacked', false],
      [firstPallet.uri, 'unpacked', false],
      [REPLAYED.container, 'unpacked', false],
      [REPLAYED.shopPallet, 'unpacked', false],
    ]);
  });

  it('shows one thing to know: an excursion, and that the terminal had custody', () => {
    expect(textOf(product)).toEqual([
      'The temperature was above the allowed band while Visakhapatnam Container Terminal (IN) had custody.',
    ]);
  });

  it('names the harvest that it was made of', async () => {
    const made = product.steps[0]!;
    expect([made.eventType, made.role]).toEqual(['transformation', 'output']);
    const harvest = await trailOf(REPLAYED.harvest);
    expect(harvest.steps.at(-1)!.logIndex).toBe(made.logIndex);
    expect(harvest.steps.map(({ bizStep, party }) => `${party!.kind} ${bizStep}`)).toEqual([
      'farm commissioning',
      'farm shipping',
      'manufacturer receiving',
      'manufacturer inspecting',
      'manufacturer commissioning',
    ]);
    expect(harvest.findings).toEqual([]);
  });

  it('is marked as demo data and as simulated at every step', () => {
    expect(product.steps.every(({ demo, simulated }) => demo && simulated)).toBe(true);
  });
});

describe('units', () => {
  it('have no gap, and the same excursion as what is in them', async () => {
    for (const unit of [firstPallet.uri, secondPallet.uri, REPLAYED.container]) {
      expect((await trailOf(unit)).findings.map(({ code }) => code)).toEqual(['EXCURSION']);
    }
    expect((await trailOf(REPLAYED.shopPallet)).findings).toEqual([]);
  });
});

describe('the gateway of the cold store', () => {
  it('sends what it measured in two days offline afterwards, in order', () => {
    const newestBefore = ({ logIndex }: TrailStep): number =>
      Math.max(...product.steps.filter((one) => one.logIndex < logIndex).map(({ time }) => time.ms));
    const overtaken = product.steps.filter((step) => newestBefore(step) > step.time.ms);
    expect(overtaken.map(({ time, bizStep, late }) => [time.text, bizStep, late])).toEqual([
      ['2022-03-26 22:00 +05:30', 'sensor_reporting', false],
      ['2022-03-27 10:00 +05:30', 'sensor_reporting', false],
      ['2022-03-27 22:00 +05:30', 'sensor_reporting', false],
    ]);
    expect(product.steps).toEqual(product.steps.toSorted((one, other) => one.time.ms - other.time.ms));
  });
});

describe('the cold chain', () => {
  const told = readLogger(readSource('temperature-logger-1.csv'), LOGGER_ZONE_ASSUMED);
  const elements = steps.flatMap((step) => {
    const { sensorElement } = step.scan(step.timeMs).claims!;
    return typeof sensorElement === 'string' ? [parseCanonicalJson(sensorElement) as unknown as SensorElement] : [];
  });
  interface SensorElement {
    readonly sensorMetadata: { readonly startTime: string; readonly endTime: string };
    readonly sensorReport: readonly {
      readonly time?: string;
      readonly value?: number;
      readonly minValue?: number;
      readonly maxValue?: number;
    }[];
  }

  it('reads all 7,871 readings of the file', () => {
    expect(told).toHaveLength(7_871);
    expect([told[0], told.at(-1)]).toEqual([
      { timeMs: Date.parse('2022-03-24T19:18:01Z'), celsius: 18.594 },
      { timeMs: Date.parse('2022-04-04T17:38:01Z'), celsius: 23.1 },
    ]);
  });

  it('tells no reading twice and leaves none out', () => {
    const ends = elements.map(({ sensorMetadata }) => [
      Date.parse(sensorMetadata.startTime),
      Date.parse(sensorMetadata.endTime),
    ]);
    expect(ends[0]![0]).toBe(told[0]!.timeMs);
    expect(ends.at(-1)![1]).toBe(told.at(-1)!.timeMs);
    for (const [place, [start]] of ends.slice(1).entries()) expect(start! - ends[place]![1]!).toBe(120_000);
  });

  it('changes no reading', () => {
    const real = new Map(told.map(({ timeMs, celsius }) => [timeMs, celsius]));
    const values = elements.flatMap(({ sensorReport }) => sensorReport.filter(({ time }) => time !== undefined));
    expect(values.length).toBeGreaterThan(250);
    for (const { time, value } of values) expect(value).toBe(real.get(Date.parse(time!)));
    const highest = Math.max(...elements.map(({ sensorReport }) => sensorReport[0]!.maxValue!));
    expect(highest).toBe(Math.max(...told.map(({ celsius }) => celsius)));
  });

  it('says in every scan of readings that the offset from UTC was assumed', () => {
    const notes = steps.flatMap((step) => {
      const { sensorElement, note } = step.scan(step.timeMs).claims!;
      return sensorElement === undefined ? [] : [[note].flat().join(' ')];
    });
    expect(notes).toHaveLength(elements.length);
    for (const note of notes) expect(note).toContain('assumed: -300 minutes from UTC');
  });

  it('takes another offset when it is told one, and the terminal still has custody at the excursion', async () => {
    const zone = { offsetMinutes: 330, basis: 'given', reason: 'the test says so' } as const;
    const trail = await logLane(new Lane({ zone }).steps(REPLAYED))(REPLAYED.container);
    expect(textOf(trail)).toEqual(textOf(await trailOf(REPLAYED.container)));
    expect(JSON.stringify(trail.steps)).toContain('given: 330 minutes from UTC, for the test says so.');
  });

  it('refuses a line that is no reading', () => {
    const head = 'Date/Time,Unit,Value\r\n';
    for (const line of ['3/24/22 2:18:01 PM,F,65.5', '24/3/22 14:18:01,C,18', '3/24/22 2:18:01 PM,C,warm']) {
      expect(() => readLogger(head + line, LOGGER_ZONE_ASSUMED)).toThrow(
        expect.objectContaining({ code: 'SOURCE_MALFORMED' }),
      );
    }
  });
});

describe('the keys of the lane', () => {
  const signers = laneDevices().map(({ id, privateKey }) => ({ id, ...signerOf(privateKey) }));
  const hexOf = (device: string): string =>
    Buffer.from(signers.find(({ id }) => id === device)!.publicKey).toString('hex');

  it('are the same on every machine', () => {
    expect(hexOf('lane-farm-handheld')).toBe('ed71cb2808c2f1311334a446a2060de5c15979be469d8c58dd96d4198a68a715');
    expect(hexOf('lane-customs-handheld')).toBe('02d3580e7a5f0a6a472d799387ec84d5fc50115d9abd312345c6efa2bbaaa7ab41');
  });

  it('are of both kinds, and the pouch passes a device of either', () => {
    const p256 = signers.filter(({ algorithm }) => algorithm === SignatureAlgorithm.ECDSA_P256_SHA256);
    expect(p256.map(({ id }) => id)).toEqual(['lane-customs-handheld']);
    const customs = product.steps.filter(({ party }) => party!.name === 'Customs, port of Norfolk');
    expect(customs.map(({ bizStep }) => bizStep)).toEqual(['holding', 'inspecting', 'departing']);
  });
});

describe('the plan of the lane', () => {
  it('is the same every time, uses all devices, and lies in the past', () => {
    const written = (): string =>
      JSON.stringify(new Lane().steps(REPLAYED).map((step) => [step.device, step.scan(step.timeMs)]));
    expect(written()).toBe(written());
    expect(new Set(steps.map(({ device }) => device))).toEqual(new Set(LANE_DEVICES));
    expect(steps.every(({ timeMs }) => timeMs > Date.UTC(2022, 2, 21) && timeMs < Date.UTC(2022, 4, 13))).toBe(true);
  });

  it('gives other things other names in every consignment', () => {
    const namesOf = (number: number): string[] =>
      new Lane().steps(consignment(number)).flatMap((step) => step.scan(step.timeMs).objects.map(({ uri }) => uri));
    const other = new Set(namesOf(2));
    expect(namesOf(1).filter((uri) => other.has(uri))).toEqual([]);
  });
});

it('each party of a key scene makes the thing of its scene, by what the operator registers', () => {
  for (const { object, party } of KEY_SCENES) {
    const { digits } = holderDigits(object)!;
    const makers = laneCodes()
      .filter((one) => digits.startsWith(one.digits))
      .map((one) => one.party);
    expect([object, makers.includes(glnOf(party))]).toEqual([object, true]);
  }
});
