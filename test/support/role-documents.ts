import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/role-documents/', import.meta.url);

/** Text with all white space and quotation marks made alike, so that line breaks of a page do not count. */
export function plainText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[“”]/g, '"').trim();
}

/** A role document's text, or null where the documents are not at hand. */
export function roleDocument(file: string): string | null {
  try {
    return plainText(readFileSync(new URL(file, FOLDER), 'utf8'));
  } catch {
    return null;
  }
}
