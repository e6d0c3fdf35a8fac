import { NUMBER_TYPES, type NumberType } from '#shared/number-types.ts';

const A = 65;
/** In an entry's `traits`: the type's position, and from here up the country's. */
export const TRAIT_REGION = 16;

/** A country by its two letters as a small number; 0 for none. */
export function regionCode(region: string): number {
  return /^[A-Z]{2}$/.test(region) ? (region.charCodeAt(0) - A) * 26 + (region.charCodeAt(1) - A) + 1 : 0;
}

/** Country and type of a number in one integer, as an entry keeps them. */
export function packTraits(region: string, type: NumberType): number {
  return regionCode(region) * TRAIT_REGION + NUMBER_TYPES.indexOf(type);
}

/** The country ('' if unknown) and type of an entry. */
export function unpackTraits(traits: number): { readonly region: string; readonly type: NumberType } {
  const code = Math.floor(traits / TRAIT_REGION) - 1;
  const region = code < 0 ? '' : String.fromCharCode(A + Math.floor(code / 26), A + (code % 26));
  return { region, type: NUMBER_TYPES[traits % TRAIT_REGION] ?? 'unknown' };
}
