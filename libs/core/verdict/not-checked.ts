import { QUORUM_NONE } from '#libs/core/tlog';
import type { TrailDescription } from './describe.js';
import type { JudgedCheckpoint } from './check-checkpoint.js';
import type { Unknown } from './check-entries.js';
import { durationWords, type Freshness, timeWords } from './check-freshness.js';
import type { NotChecked } from './verdict.js';

/** What this verdict leaves open: the standing limits of this version, and what the asker was not shown. They change no exit code. */
export function notCheckedOf(
  { steps, spans }: TrailDescription,
  checkpoint: JudgedCheckpoint & { readonly freshness: Freshness | null },
  unknown: Unknown & { readonly owner: boolean },
): NotChecked[] {
  const open: NotChecked[] = [
    {
      code: 'LATER_ENTRIES',
      text: 'Whether every entry of the object is here: none can be slipped in or changed, but whoever made the evidence could leave entries out.',
    },
    {
      code: 'LATER_KEY_EVENTS',
      text: 'Whether every event of the devices and keys is here: in an entry that was left out a device may have been reported as lost or stolen, caught contradicting itself, or refused a scan.',
    },
  ];
  if (spans.length > 0) {
    const text =
      'Whether every entry of the units that it travelled in is here, an unpacking among them, and what those units were in when it was put in.';
    open.push({ code: 'UNIT_SPANS', text });
  }
  if (checkpoint.quorum === QUORUM_NONE) {
    open.push({
      code: 'SAME_LOG_FOR_ALL',
      text: 'Whether everybody is shown the same log: the policy asks for no witness.',
    });
  } else if (!checkpoint.cosigners?.isIndependent) {
    open.push({
      code: 'SAME_LOG_FOR_ALL',
      text: 'Whether everybody is shown the same log: the operator of the log runs the witnesses that make up the quorum, and they prove nothing about the operator.',
    });
  }
  const age = ageUnchecked(checkpoint);
  if (age !== null) open.push({ code: 'FRESHNESS', text: `How old the checkpoint is: ${age}.` });
  if (checkpoint.unknownSignatures > 0) {
    const text = `${checkpoint.unknownSignatures} signatures on the checkpoint are by keys that the policy does not name, and say nothing.`;
    open.push({ code: 'UNKNOWN_SIGNATURES', text });
  }
  const hidden = steps.reduce((sum, step) => sum + step.hiddenClaims, 0);
  if (hidden > 0)
    open.push({
      code: 'HIDDEN_CLAIMS',
      text: `${hidden} claims are signed and not shown here: what they say is not checked.`,
    });
  if (unknown.claims > 0)
    open.push({
      code: 'UNKNOWN_CLAIMS',
      text: `${unknown.claims} claims have names that this version does not know: what they say is signed, and not checked.`,
    });
  if (unknown.events > 0)
    open.push({
      code: 'UNKNOWN_EVENTS',
      text: `${unknown.events} entries are events of kinds that this version does not know: that they are logged is checked, and neither who signed them nor what they say.`,
    });
  if (unknown.owner)
    open.push({
      code: 'OWNER_UNKNOWN',
      text: 'Whose the code is: nobody here is known to own it, and whoever scanned it first may have made it up.',
    });
  return open;
}

/** Why nobody knows how old it is; null where it was compared. */
function ageUnchecked({
  cosigners,
  freshness,
}: JudgedCheckpoint & { readonly freshness: Freshness | null }): string | null {
  const asOfMs = cosigners?.asOfMs ?? null;
  if (asOfMs === null) return 'without cosignatures it carries no time';
  const asOf = `its time, ${timeWords(asOfMs)},`;
  if (freshness?.result === 'fresh by its own word')
    return `${asOf} ${durationWords(Math.max(0, freshness.ageMs))} before the clock of the asker, is the word of the operator's own witnesses`;
  if (freshness) return null;
  return cosigners?.isIndependent
    ? `${asOf} was held against no clock`
    : `${asOf} is the word of the operator's own witnesses, and was held against no clock`;
}
