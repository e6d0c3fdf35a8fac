/** The last part of a path, whichever way its slashes lean. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** The folder that a path's file is in. */
export function folderOf(path: string): string {
  return path.slice(0, path.length - baseName(path).length - 1);
}
