import { isOfOthers, partyText, type TrailStep, unitText } from '#libs/core/story';
import { CHECK_CODES, durationWords, isOnlyClockOff, timeWords, type Verdict } from '#libs/core/verdict';
import { englishTrailWords, escapedCharacter, printable } from '#libs/words';

const HEADLINES: Readonly<Record<Verdict['exit'], string>> = {
  0: 'INTACT. Nothing is known to be missing.',
  10: 'INTACT, and there is something to know.',
  20: 'DOES NOT MATCH. Do not rely on anything in it.',
  30: 'COULD NOT BE JUDGED. This is neither good nor bad.',
};
const CLOCK_OFF =
  'ITS TIME IS AHEAD OF THE CLOCK. Nothing else speaks against it. Set the clock of this machine, or give the time with --now, and check again.';
const RESULT_WIDTH = 'not judged'.length;
const CODE_WIDTH = Math.max(...CHECK_CODES.map(({ length }) => length));

/** The verdict as people read it: every check with its reason, what was not checked, what it does not prove. */
export function textReport(verdict: Verdict): string {
  const { object, checkpoint, trail, notChecked, doesNotProve } = verdict;
  const sections = [
    [
      `Evidence of ${object ?? 'an object that cannot be read'}`,
      ...(checkpoint ? [`Log ${checkpoint.origin}, ${checkpoint.size} entries, root ${checkpoint.root}`] : []),
      ...cosignedLines(verdict),
      ...(trail ? [`Trail of ${trail.length} links, root ${trail.root}`] : []),
    ],
    [
      verdict.exit === 20 && isOnlyClockOff(verdict) ? CLOCK_OFF : HEADLINES[verdict.exit],
      ...(verdict.findings.length > 0 ? [`Status: ${verdict.status.join(', ')}`] : []),
    ],
    ['Checks', ...verdict.checks.flatMap(checkLines)],
    ...stepSections(verdict),
    ...(verdict.devices.length > 0 ? [['Keys of the devices', ...verdict.devices.flatMap(keyLines)]] : []),
    ...(verdict.custodian ? [[`Custody: ${custodyText(verdict)}`]] : []),
    ...(notChecked.length > 0 ? [['Not checked', ...notChecked.map(({ text }) => `  - ${text}`)]] : []),
    [doesNotProve],
  ];
  return `${sections.map((lines) => lines.map(printable).join('\n')).join('\n\n')}\n`;
}

/** The story, and apart from it what others signed, of which no more is said than that they saw the thing. */
function stepSections({ steps }: Verdict): string[][] {
  const told = steps.filter((step) => !isOfOthers(step));
  const others = steps.filter(isOfOthers);
  return [
    ...(told.length > 0 ? [['Steps', ...told.flatMap(stepLines)]] : []),
    ...(others.length > 0 ? [['Also seen, by others who did not hold it', ...others.map(seenLine)]] : []),
  ];
}

const seenLine = ({ time, party, logIndex }: TrailStep): string =>
  `  ${time.text}  by ${partyText(party)} (entry ${logIndex})`;

/** The verdict as programs read it. */
export function jsonReport(verdict: Verdict): string {
  const text = JSON.stringify(verdict, null, 2);
  // Valid inside JSON strings, and a terminal could act on them.
  return `${text.replace(/[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, escapedCharacter)}\n`;
}

function cosignedLines({ checkpoint, freshness }: Verdict): string[] {
  const { witnesses = [], asOfMs = null } = checkpoint?.cosigners ?? {};
  if (witnesses.length === 0) return [];
  const names = witnesses.map(({ name, isOperators }) => (isOperators ? `${name} (run by the operator)` : name));
  const age = freshness && freshness.ageMs >= 1_000 ? `, ${durationWords(freshness.ageMs)} ago` : '';
  const asOf = asOfMs === null ? '' : `, the newest as of ${timeWords(asOfMs)}${age}`;
  return [`Cosigned by ${names.join(', ')}${asOf}`];
}

function checkLines({ code, result, text, entries }: Verdict['checks'][number]): string[] {
  const head = `  ${result.replace('-', ' ').padEnd(RESULT_WIDTH)}  ${code.padEnd(CODE_WIDTH)}  `;
  const where = entries ? ` (entries ${listed(entries)})` : '';
  return result === 'passed' ? [`${head}${englishTrailWords.checks[code]}. ${text}`] : [`${head}${text}${where}`];
}

const ENTRIES_LISTED_MAX = 12;
const listed = (entries: readonly number[]): string =>
  entries.length <= ENTRIES_LISTED_MAX
    ? entries.join(', ')
    : `${entries.slice(0, ENTRIES_LISTED_MAX).join(', ')} and ${entries.length - ENTRIES_LISTED_MAX} more`;

function stepLines(step: TrailStep): string[] {
  const what = step.bizStep ?? `${step.eventType}${step.action ? ` ${step.action}` : ''}`;
  const where = step.country ? `, ${step.country}` : '';
  const device = step.device.id ?? step.device.key.slice(0, 8);
  return [
    `  ${step.time.text}  ${what}${where}, by ${partyText(step.party)}, device ${device} (entry ${step.logIndex})`,
    ...remarks(step).map((remark) => `      ${remark}`),
  ];
}

const keyLines = ({ device, facts }: Verdict['devices'][number]): string[] =>
  facts.map(({ text }) => `  ${device.id ?? device.key.slice(0, 8)}: ${text}`);

const REMARKS: Readonly<Partial<Record<TrailStep['standing'], string>>> = {
  elsewhere: 'seen elsewhere: the signer did not have custody',
  unconfirmed: 'acted as its holder, and no holder had named it',
  'previous holder': 'held it until a moment before',
  logger: 'a sensor that a holder put with it',
  owner: 'owner of its code, without custody',
  authority: 'authority',
};

function remarks(step: TrailStep): string[] {
  const { via, packing, handsTo, standing, temperature, readings, counts } = step;
  const uncounted = counts.readings ? '' : ', not counted: nobody who held the goods put this sensor with them';
  return [
    ...(via.length > 0 ? [`inside ${via.map(unitText).join(' in ')}`] : []),
    ...packing.map(({ act, child, parent, outcome }) => {
      const claim = outcome === 'confirmed' ? '' : `: ${outcome}`;
      return `${unitText(child)} ${act === 'packed' ? 'packed into' : 'taken out of'} ${unitText(parent)}${claim}`;
    }),
    ...(handsTo ? [`handed over to ${partyText(handsTo)}`] : []),
    ...(standing === 'took over' ? ['took over custody'] : []),
    ...(REMARKS[standing] ? [REMARKS[standing]] : []),
    ...(step.hasNoEffect ? ['came too late to change who held it'] : []),
    ...(temperature ? [`temperature ${temperature}${uncounted}`] : []),
    ...readings
      .filter(({ count }) => count > 0)
      .map(
        ({ type, unit, min, max }) =>
          `${`${type} ${min === max ? min : `${min} to ${max}`} ${unit ?? ''}`.trimEnd()}${uncounted}`,
      ),
    ...(step.missingBefore > 0 ? [`before it ${step.missingBefore} scans of the device are missing`] : []),
    ...(step.late ? ['came late'] : []),
    ...(step.demo ? ['demo data: identifiers are made up'] : []),
    ...(step.simulated ? ['simulated: this never happened'] : []),
  ];
}

function custodyText({ custodian, openHandOver }: Verdict): string {
  const open = openHandOver ? `, handed over to ${partyText(openHandOver)}, which has not scanned it yet` : '';
  return `${partyText(custodian)}${open}`;
}
