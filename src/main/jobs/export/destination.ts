import { accessSync, constants, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { type Failure, fail } from '#shared/reply.ts';
import { foreignManifest } from './manifest.ts';
import {
  type ExportSplit,
  manifestName,
  memberName,
  membersThere,
  ordinalMark,
  singleName,
} from './names.ts';
import { partOf } from './part-file.ts';

/** Where files are to be written. */
export interface Destination {
  /** Full path, as it was chosen. */
  readonly file: string;
  readonly gzip: boolean;
  readonly split: ExportSplit;
  readonly overwrite: boolean;
}

/** What the person may do with the files of this machine. */
interface Surroundings {
  /** The workspace's own folder. */
  readonly folder: string;
  mayUseFile(file: string, use: 'read' | 'write'): boolean;
}

/** A refusal that concerns the file. */
export function fileFault(message: string): Failure {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] }).error;
}

/**
 * Whether files that are there are to be replaced: only those whose very name the person may write to. A window's person
 * was asked about the name they chose, not about names that are made from it.
 */
export function mayReplace({ file, gzip, split, overwrite }: Destination, around: Surroundings): boolean {
  const name = split === 'none' ? singleName(file, gzip) : memberName(file, ordinalMark(1), gzip);
  return overwrite && around.mayUseFile(name, 'write');
}

/** Why files can't be written where it was asked for, or null. Looks, but changes nothing. */
export function destinationFault(destination: Destination, around: Surroundings): Failure | null {
  const { file } = destination;
  if (!isAbsolute(file)) return fileFault('Give the full path of the file, from the root of the disk on.');
  if (!around.mayUseFile(file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.')
      .error;
  }
  const folder = dirname(file);
  try {
    if (!statSync(folder).isDirectory()) return fileFault(`${folder} is not a folder; choose another place.`);
    if (isInside(around.folder, folder)) {
      return fileFault('The workspace keeps its own files in this folder; choose another place.');
    }
    accessSync(folder, constants.W_OK);
    const problem = nameFault(destination, mayReplace(destination, around));
    return problem === null ? null : fileFault(problem);
  } catch (error) {
    return fileFault(unreachable(folder, (error as NodeJS.ErrnoException).code));
  }
}

function nameFault({ file, gzip, split }: Destination, replace: boolean): string | null {
  const foreign = foreignManifest(file, gzip);
  if (foreign !== null) return `${foreign} is no manifest of an export; choose another name.`;
  if (look(partOf(manifestName(file, gzip))) !== undefined) return inTheWay(manifestName(file, gzip));
  if (split !== 'none') return membersFault(file, gzip, replace);
  const name = singleName(file, gzip);
  const there = look(name);
  if (there?.isDirectory()) return 'There is a folder of this name; choose another name.';
  if (there !== undefined && !replace) {
    return `There is a file of this name${name === file ? '' : ` (${name})`}; choose another name, or ask for it to be replaced.`;
  }
  return look(partOf(name)) === undefined ? null : inTheWay(name);
}

function membersFault(file: string, gzip: boolean, replace: boolean): string | null {
  const there = membersThere(file, gzip);
  const part = there.find((name) => name.endsWith('.part'));
  if (part !== undefined) return inTheWay(part.slice(0, -'.part'.length));
  const [first] = there;
  if (first === undefined || replace) return null;
  return `There are files of another export of this name (${first}); choose another name.`;
}

function inTheWay(file: string): string {
  return `${partOf(file)} is in the way of the unfinished export; remove it, or choose another name.`;
}

function look(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}

function isInside(folder: string, other: string): boolean {
  const path = relative(realpathSync(folder), realpathSync(other));
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

function unreachable(folder: string, code: string | undefined): string {
  if (code === 'ENOENT') return `There is no folder ${folder}; make it, or choose another place.`;
  if (code === 'ENOTDIR') return `${folder} is not a folder; choose another place.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `You may not write into ${folder}; choose another folder.`;
  }
  if (code === 'ENAMETOOLONG') return 'The name of the file is too long; choose a shorter one.';
  return `The folder ${folder} can't be used (${code ?? 'unknown reason'}); choose another place.`;
}
