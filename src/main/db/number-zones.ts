import { COUNTRY_OF_CODE, NANP_AREAS, OTHER_AREAS } from './area-zones.ts';

const NOWHERE: readonly string[] = [];
const LONGEST_PREFIX = 7;

let prefixes: Map<string, readonly string[]> | undefined;

/** A part of Intl.Locale that its types do not have yet. */
interface Zoned {
  getTimeZones(): string[] | undefined;
}

function zonesOfRegion(region: string): readonly string[] {
  return (new Intl.Locale(`und-${region}`) as unknown as Zoned).getTimeZones() ?? NOWHERE;
}

function table(): Map<string, readonly string[]> {
  const made = new Map<string, readonly string[]>();
  for (const entry of COUNTRY_OF_CODE.split(' ')) {
    const region = entry.slice(-2);
    made.set(entry.slice(0, -2), zonesOfRegion(region));
  }
  for (const [zones, areas] of Object.entries(NANP_AREAS)) {
    for (const area of areas.split(' ')) made.set(`1${area}`, zones.split(' '));
  }
  for (const [zones, areas] of Object.entries(OTHER_AREAS)) {
    for (const area of areas.split(' ')) made.set(area, zones.split(' '));
  }
  return made;
}

/**
 * The IANA time zones in which the callee of a number (E.164 digits) may be: all of them where an area or a country
 * keeps several, none where the number tells no place (toll-free, satellite, unknown). By area code or country code,
 * from `area-zones.ts`; the zones of a country without its own entry there are those of the Unicode CLDR. Costs under
 * a microsecond.
 */
export function zonesOf(number: number): readonly string[] {
  prefixes ??= table();
  const digits = String(number);
  for (let length = Math.min(LONGEST_PREFIX, digits.length); length > 0; length--) {
    const zones = prefixes.get(digits.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return NOWHERE;
}

/** Whether an entry may be in a zone: its own zone counts if it has one. */
export function mayBeIn(number: number, own: string | null, zone: string): boolean {
  return own === null ? zonesOf(number).includes(zone) : own === zone;
}

/** Every zone that some number may be in, by name. */
export function knownZones(): string[] {
  prefixes ??= table();
  return [...new Set([...prefixes.values()].flat())].toSorted((a, b) => a.localeCompare(b, 'en'));
}
