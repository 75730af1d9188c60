/** Names by which a path may call its application identifiers: GS1 Digital Link 1.1, section 4.4. */
let names: ReadonlyMap<string, string> | undefined;

const nameTable = () =>
  new Map<string, string>([
    ['sscc', '00'],
    ['gtin', '01'],
    ['lot', '10'],
    ['ser', '21'],
    ['cpv', '22'],
    ['tpx', '235'],
    ['gdti', '253'],
    ['glnx', '254'],
    ['gcn', '255'],
    ['ginc', '401'],
    ['gsin', '402'],
    ['gln', '414'],
    ['payTo', '415'],
    ['party', '417'],
    ['grai', '8003'],
    ['giai', '8004'],
    ['itip', '8006'],
    ['cpid', '8010'],
    ['cpsn', '8011'],
    ['gmn', '8013'],
    ['gsrnp', '8017'],
    ['gsrn', '8018'],
    ['srin', '8019'],
    ['refNo', '8020'],
  ]);

/** The application identifier that a segment of a path stands for; what is no name stands for itself. */
export const identifierIn = (segment: string): string => (names ??= nameTable()).get(segment) ?? segment;
