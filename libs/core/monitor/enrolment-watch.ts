import { isEventOf, type KeyText, keyText, type ReadEvent, type ReadScan } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { EventKind } from '#libs/core/wire';
import { contradiction, type MonitorFinding } from './finding.js';

/** What an enrolment allows a scan of its device; 0: the limit of the format. */
interface ScanLimits {
  readonly objectsMax: number;
  readonly claimsMax: number;
}

/** Judges what enrolments say beside keys: whose a device is, and how much its scans may hold. */
export class EnrolmentWatch {
  /** Of devices that have any. */
  private readonly limits = new Map<KeyText, ScanLimits>();

  /** @param keys as they are behind the event */
  takeEvent(read: ReadEvent, keys: KeyState): MonitorFinding[] {
    const { logIndex } = read;
    if (!isEventOf(read, EventKind.ENROL)) return [];
    const { device, party, objectsMax, claimsMax } = read.body;
    if (objectsMax + claimsMax > 0) this.limits.set(keyText(device), { objectsMax, claimsMax });
    if (keys.party(keyText(party))) return [];
    return [
      contradiction(
        'ENROLMENT',
        logIndex,
        `Entry ${logIndex} enrols a device of a party that no entry before it holds.`,
      ),
    ];
  }

  /** The sequencer refuses what is more, so that it cannot be logged. */
  takeScan({ device, header, logIndex }: ReadScan): MonitorFinding[] {
    const limits = this.limits.get(device);
    if (!limits) return [];
    return [
      ...tooMany(logIndex, { what: 'objects', count: header.objects.length, max: limits.objectsMax }),
      ...tooMany(logIndex, { what: 'claims', count: header.claims.length, max: limits.claimsMax }),
    ];
  }
}

function tooMany(
  logIndex: number,
  { what, count, max }: { readonly what: string; readonly count: number; readonly max: number },
): MonitorFinding[] {
  if (max === 0 || count <= max) return [];
  const text = `Entry ${logIndex} holds a scan with ${count} ${what}; its device was enrolled for ${max} at most.`;
  return [contradiction('ENROLMENT', logIndex, text)];
}
