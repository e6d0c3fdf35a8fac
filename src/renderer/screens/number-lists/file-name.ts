/** The last part of a path, whichever way its slashes lean. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** The folder that a path's file is in. */
export function folderOf(path: string): string {
  return path.slice(0, path.length - baseName(path).length - 1);
}

/** A list's name after its file: no extension, spaces for underscores. */
export function nameFromFile(path: string): string {
  return baseName(path)
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll(/[_]+/g, ' ')
    .trim()
    .slice(0, 120);
}
