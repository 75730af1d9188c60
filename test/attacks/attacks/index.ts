import type { Attack } from '../attack.js';
import { badAmongGood } from './bad-among-good.js';
import { copiedSignature, headerChanged, objectsSwapped, repeatWithOtherSignature } from './copied-signature.js';
import { crookedRefusals } from './crooked-refusals.js';
import { crookedScans, emptyBatch, noScan } from './crooked-scans.js';
import { flippedCopies } from './flipped-copy.js';
import { flippedInTable } from './flipped-in-table.js';
import { floods } from './floods.js';
import { forgedDeviceEvents } from './forged-device-events.js';
import { forgedBoot, forgedEquivocation, forgedFarAhead } from './forged-equivocation.js';
import { forgedNextCounter } from './forged-next-counter.js';
import { forgedOperatorEvents } from './forged-operator-events.js';
import {
  forgedRefusal,
  forgedRefusalOfLogged,
  refusalAfterwards,
  refusalNotFinal,
  refusalOfAnother,
} from './forged-refusals.js';
import { forgedPassword, junkEvents } from './forged-password.js';
import { forgedReceipts } from './forged-receipts.js';
import { forgedUnusedDevice } from './forged-unused-device.js';
import { deliveredLate, heldBack } from './held-back.js';
import { junkRecords } from './junk-records.js';
import { kafkaRecords } from './kafka-records.js';
import { malleatedSignature, zeroSignature } from './malleated-signature.js';
import { privateParts } from './private-parts.js';
import { quotas } from './quotas.js';
import { receivedTimes } from './received-times.js';
import { replayAhead, replayElsewhere, replayOfAll, replayOfEnrolment, replayTwice } from './replays.js';
import { stories } from './stories.js';
import { signedByAnother, signedByAnotherKeyId } from './signed-by-another.js';

export const ATTACKS: readonly Attack[] = [
  forgedNextCounter,
  forgedUnusedDevice,
  signedByAnother,
  signedByAnotherKeyId,
  copiedSignature,
  headerChanged,
  objectsSwapped,
  repeatWithOtherSignature,
  forgedEquivocation,
  forgedFarAhead,
  forgedBoot,
  malleatedSignature,
  zeroSignature,
  badAmongGood,
  ...flippedCopies,
  flippedInTable,
  replayElsewhere,
  replayAhead,
  replayTwice,
  replayOfEnrolment,
  heldBack,
  deliveredLate,
  forgedRefusal,
  forgedRefusalOfLogged,
  refusalOfAnother,
  refusalAfterwards,
  refusalNotFinal,
  ...forgedDeviceEvents,
  ...forgedOperatorEvents,
  forgedPassword,
  ...junkEvents,
  ...privateParts,
  ...receivedTimes,
  ...crookedScans,
  noScan,
  emptyBatch,
  ...junkRecords,
  ...crookedRefusals,
  ...forgedReceipts,
  ...kafkaRecords,
  replayOfAll,
  ...floods,
  ...quotas,
  ...stories,
];
