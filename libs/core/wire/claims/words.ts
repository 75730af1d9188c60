// Closed word lists of claim values.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Business steps of CBV 2.0. */
export const BIZ_STEPS = words(`
  accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning
  departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other
  packing picking receiving removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting shipping
  staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping`);

/** Dispositions of CBV 2.0. */
export const DISPOSITIONS = words(`
  active available completeness_inferred completeness_verified conformant container_closed container_open damaged destroyed
  dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity
  needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold
  returned sellable_accessible sellable_not_accessible stolen unavailable unknown`);

/** Modes of transport, after UN/ECE Recommendation 19. */
export const TRANSPORT_MODES = words('sea rail road air air_charter mail multimodal fixed inland_water');

/** Incoterms of 2000, 2010 and 2020. */
export const INCOTERMS = words('EXW FCA FAS FOB CFR CIF CPT CIP DAP DPU DDP DAT DAF DES DEQ DDU');

export const TEMPERATURE_VERDICTS = words('within above below');

/** ISO 3166-1 alpha-2, officially assigned codes. */
export const COUNTRIES = words(`
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
  CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
  GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
  LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
  PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
  TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`);

/** Reasons for which an event is declared wrong, CBV 2.0. */
export const ERROR_REASONS = words('did_not_occur incorrect_data');

/** What a desk decides. */
export const DECISIONS = words('release hold inspect sample_taken refer seize lift');

/** What rules propose to a desk. */
export const PROPOSALS = words('release inspect refer');

/** To whom events of a party are shown: itself; whoever they name; whoever had custody of a thing in them. */
export const SHARES = words('own named chain');

/** States of a complaint. */
export const CASE_STATES = words('received with_brand answered agreed disagreed with_authority closed');

/** What a recall offers. */
export const REMEDIES = words('refund repair replacement');
