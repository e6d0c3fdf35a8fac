import { baseName } from '#renderer/components/file-path.ts';

/** A list's name after its file: no extension, spaces for underscores. */
export function nameFromFile(path: string): string {
  return baseName(path)
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll(/_+/g, ' ')
    .trim()
    .slice(0, 120);
}
