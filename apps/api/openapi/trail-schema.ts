import { z } from 'zod';
import { CheckpointName } from './checkpoint-schema.js';

const key = z
  .string()
  .regex(/^[0-9a-f]{64}$/u)
  .describe('SHA-256 in hex: what the public log holds in place of the name');
const uri = z.string().nullable().describe('canonical URI, null where the asker may not see it');

const Unit = z.strictObject({ key, uri });

const Party = z.strictObject({
  key,
  name: z.string().optional(),
  gln: z.string().optional(),
  country: z.string().optional(),
  kind: z.string().optional(),
  demo: z.literal(true).optional().describe('the operator has enrolled it as made up'),
});

const Device = z.strictObject({
  key,
  id: z.string().optional(),
  kind: z.string().optional(),
  country: z.string().optional(),
});

const Time = z.strictObject({
  ms: z.int().describe('milliseconds since 1970 UTC, as the device says'),
  precision: z.enum(['millisecond', 'minute', 'day']),
  zoneOffsetMinutes: z.int().describe('local time minus UTC'),
  text: z.string().describe('local time, as exact as it is known'),
});

const Reading = z.strictObject({
  type: z.string(),
  unit: z.string().optional().describe('UN/ECE Recommendation 20'),
  count: z.int(),
  min: z.number().optional(),
  max: z.number().optional(),
  alarm: z.boolean(),
});

const Packing = z.strictObject({
  act: z.enum(['packed', 'unpacked']),
  child: Unit,
  parent: Unit,
  outcome: z.enum(['confirmed', 'not confirmed', 'cycle', 'too deep', 'was not in it']),
});

/** One step, as libs/core/story describes it. */
export const Step = z.strictObject({
  logIndex: z.int(),
  time: Time,
  receivedTimeMs: z
    .int()
    .describe('arrival at the node, milliseconds since 1970 UTC; never merged with the time of the device'),
  device: Device,
  party: Party.nullable(),
  standing: z
    .enum([
      'first',
      'custodian',
      'took over',
      'previous holder',
      'logger',
      'owner',
      'authority',
      'unconfirmed',
      'elsewhere',
      'unknown',
      'not told',
    ])
    .describe(
      'what the signer was to the goods: elsewhere and unknown move nothing, and unconfirmed acts as a holder whom no ' +
        'holder named; not told from `until` on and with `all`, where steps have neither custody nor packing',
    ),
  counts: z
    .strictObject({ steps: z.boolean(), readings: z.boolean(), marks: z.boolean() })
    .describe('what of it counts for the goods: docs/formats/trail.md, Whose words count'),
  custodian: Party.nullable(),
  handsTo: Party.nullable(),
  eventType: z.enum(['object', 'aggregation', 'transaction', 'transformation', 'association']),
  action: z.enum(['add', 'observe', 'delete']).nullable(),
  role: z.enum(['subject', 'parent', 'child', 'input', 'output', 'input and output', 'context']),
  isClass: z.boolean().describe('the scan names it as a class of things: a lot, a trade item'),
  bizStep: z.string().nullable(),
  disposition: z.string().nullable(),
  country: z.string().nullable(),
  place: z.string().nullable(),
  location: z.string().nullable(),
  via: z.array(Unit).describe('units in which it was inside, outwards to the one that the scan names'),
  packing: z.array(Packing),
  readings: z.array(Reading),
  temperature: z.string().nullable(),
  claims: z.array(z.strictObject({ name: z.string(), value: z.string() })).describe('what the asker may see'),
  hiddenClaims: z.int().describe('claims that the same signature covers and that the asker may not see'),
  missingBefore: z.int().describe('scans of the same device before this one that the log lacks'),
  late: z.boolean().describe('it fills a hole: logged after a later scan of its device'),
  hasNoEffect: z
    .boolean()
    .describe('it came so late that it would have taken away what stood: it moves neither custody nor packing'),
  isUncertain: z
    .boolean()
    .describe('a reading of a unit near its packing or unpacking: the goods may not have been in it'),
  demo: z.boolean().describe('demo data: identifiers are made up'),
  simulated: z.boolean().describe('simulated: the event never happened'),
});

const Span = z.strictObject({
  child: Unit,
  parent: Unit,
  from: z.int().describe('log index of the packing'),
  to: z.int().nullable().describe('log index of the entry that ended it, null while it lasts'),
  end: z.enum(['unpacked', 'seen alone', 'packed elsewhere', 'left with its content']).nullable(),
  uncertain: z.boolean(),
});

const DeviceKeys = z.strictObject({
  device: Device,
  facts: z.array(
    z.strictObject({
      what: z.enum(['rotated', 'came back', 'retired', 'compromised']),
      logIndex: z.int().describe('entry that says so'),
      text: z.string(),
    }),
  ),
});

const Finding = z.strictObject({
  code: z.string(),
  kind: z.string(),
  text: z.string(),
  entries: z.array(z.int()).describe('log indexes of the entries that show it'),
});

/** A trail as the node's database has it. Nothing here is proven: /evidence is. */
export const Trail = z.strictObject({
  object: z.string().describe('canonical URI'),
  kind: z.string(),
  label: z.string().describe('for people'),
  tier: z.enum(['public', 'customs']),
  checkpoint: CheckpointName,
  status: z.array(z.string()).describe('kinds of the findings; not checked where there are none'),
  findings: z.array(Finding),
  custodian: Party.nullable(),
  openHandOver: Party.nullable().describe('was named by the custodian and has not scanned the object yet'),
  spans: z.array(Span).describe('units in which the object travelled'),
  devices: z.array(DeviceKeys).describe('devices to whose keys something happened after their enrolment'),
  demo: z.boolean(),
  simulated: z.boolean(),
  steps: z
    .array(Step)
    .describe(
      'by their times, with those of the units in which it travelled; from `until` on, and with `all`, those that name it in log order',
    ),
  stepsTotal: z.int().describe('steps of the story, as far as it is told'),
  leftOut: z
    .int()
    .describe('entries that name the object and for which the story has no room: with `all` they are listed'),
  until: z
    .int()
    .nullable()
    .describe(
      'log index from which on the story is not told, because there is more than evidence holds: status, findings, custody and ' +
        'units are of what was before. Later pages list the entries from there that name the object; null when all is told',
    ),
  next: z.string().nullable().describe('cursor of the next page of steps, null on the last one'),
});
export type Trail = z.output<typeof Trail>;
