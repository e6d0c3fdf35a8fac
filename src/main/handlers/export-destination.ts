import type { Failure } from '#shared/reply.ts';
import { foreignManifest } from '../jobs/export/manifest.ts';
import {
  type ExportSplit,
  manifestName,
  memberName,
  membersThere,
  ordinalMark,
  singleName,
} from '../jobs/export/names.ts';
import { type FileRights, nameFault, partFault, placeFault } from './destination.ts';

/** Where the files of an export are to be written. */
export interface Destination {
  /** Full path, as it was chosen. */
  readonly file: string;
  readonly gzip: boolean;
  readonly split: ExportSplit;
  readonly overwrite: boolean;
}

/**
 * Whether files that are there are to be replaced: only those whose very name the person may write to. A window's person
 * was asked about the name they chose, not about names that are made from it.
 */
export function mayReplace({ file, gzip, split, overwrite }: Destination, around: FileRights): boolean {
  const name = split === 'none' ? singleName(file, gzip) : memberName(file, ordinalMark(1), gzip);
  return overwrite && around.mayUseFile(name, 'write');
}

/** Why an export can't be written where it was asked for, or null. Looks, but changes nothing. */
export function exportFault(destination: Destination, around: FileRights): Failure | null {
  const { file, gzip, split } = destination;
  const replace = mayReplace(destination, around);
  return placeFault(file, around, () => {
    const foreign = foreignManifest(file, gzip);
    if (foreign !== null) return `${foreign} is no manifest of an export; choose another name.`;
    const names =
      split === 'none' ? nameFault(singleName(file, gzip), replace) : membersFault(file, gzip, replace);
    return names ?? partFault(manifestName(file, gzip));
  });
}

function membersFault(file: string, gzip: boolean, replace: boolean): string | null {
  const there = membersThere(file, gzip);
  const part = there.find((name) => name.endsWith('.part'));
  if (part !== undefined) return partFault(part.slice(0, -'.part'.length));
  const [first] = there;
  if (first === undefined || replace) return null;
  return `There are files of another export of this name (${first}); choose another name.`;
}
