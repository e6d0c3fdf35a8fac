const BY_CODE: Readonly<Record<string, string>> = {
  EACCES: 'You may not write there. Choose another folder by --workspace, or ask for the right to write.',
  EPERM: 'You may not write there. Choose another folder by --workspace, or ask for the right to write.',
  EROFS: 'It is on a disk that can only be read. Choose another folder by --workspace.',
  ENOSPC: 'The disk is full. Free some space and start Rolecall again.',
  ENOTDIR: 'A part of its path is a file, not a folder. Choose another folder by --workspace.',
  EEXIST: 'There is a file of that name, not a folder. Choose another folder by --workspace.',
};

/** Why Rolecall could not start, for a person: what was wrong with the folder and what to do. */
export function startFailure(folder: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const message = known === undefined ? textOf(error) : `${known}\n\nNothing in it was changed.`;
  return `The workspace in ${folder} cannot be opened. ${message}`;
}

/** The service's own sentence, which says what was kept. */
function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
