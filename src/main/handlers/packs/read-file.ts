import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Kysely } from 'kysely';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { PackPreview } from '#shared/operations/pack-answers.ts';
import { diffPacks } from '#shared/policy/diff.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { guessMapping, tokensOf, withAllTokens } from '#shared/policy/role-matrix/guess.ts';
import { readMatrix } from '#shared/policy/role-matrix/read-matrix.ts';
import { type PackFault, validatePack } from '#shared/policy/validate.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { findPack, newestVersion } from '../../db/pack-versions.ts';
import type { Tables } from '../../db/tables/index.ts';
import { faultMessage } from '../../jobs/import/fault.ts';
import type { NamedSheet, PackFile } from '../../jobs/import/roles/read-sheet.ts';
import type { Context } from '../handler.ts';
import { diffInWords } from './answers.ts';
import { NO_SUCH_PACK, NO_SUCH_VERSION } from './find.ts';

type Input = ParsedInputOf<'packs.preview'>;

/** A file as it was read: what it would become, and what a person is shown of it. */
export interface ReadPack {
  readonly pack: Pack | null;
  readonly shown: PackPreview;
}

const SAMPLED = 4;
const LONGEST_SAMPLE = 120;
/** Rolecall's own two roles are part of the program: no file changes who administers the workspace. */
const OWN_PACK = 'console';

function fault(path: string, message: string): Reply<never> {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

async function fileOf(file: string, context: Context): Promise<Reply<PackFile>> {
  if (!isAbsolute(file))
    return fault('file', 'Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'read')) {
    return fail('denied', 'Only a file that was chosen in the Open dialog can be imported; choose it again.');
  }
  try {
    await access(file, constants.R_OK);
    // Loaded when a file is looked at: no start pays for it.
    const { readPackFile } = await import('../../jobs/import/roles/read-sheet.ts');
    return ok(await readPackFile(file));
  } catch (error) {
    const message = faultMessage(error);
    if (message === null) throw error;
    return fault('file', message);
  }
}

/** The version over which a matrix is read and to which a pack is compared; null for a pack that is new. */
async function baseOf(
  db: Kysely<Tables>,
  id: string,
  version: number | undefined,
): Promise<Reply<Pack | null>> {
  const newest = await newestVersion(db, id);
  if (newest === 0) return ok(null);
  const pack = await findPack(db, id, version ?? newest);
  return pack === undefined ? NO_SUCH_VERSION : ok(pack);
}

interface Made {
  readonly pack: Pack | null;
  readonly faults: readonly PackFault[];
  readonly notes: readonly PackFault[];
  readonly more: Pick<PackPreview, 'mapping' | 'columns' | 'tokens' | 'sheets' | 'sheet'>;
}

function madeOfJson(value: unknown): Made {
  const read = validatePack(value);
  return {
    pack: read.ok ? read.pack : null,
    faults: read.ok ? [] : read.faults,
    notes: [],
    more: { mapping: null, columns: [], tokens: [], sheets: [], sheet: null },
  };
}

function madeOfSheet(sheets: readonly NamedSheet[], input: Input, base: Pack): Reply<Made> {
  const sheet = input.sheet === undefined ? sheets[0] : sheets.find(({ name }) => name === input.sheet);
  if (sheet === undefined) return fault('sheet', 'There is no such sheet in the file.');
  const { rows } = sheet;
  const mapping =
    input.mapping === undefined ? guessMapping(rows, base) : withAllTokens(rows, input.mapping, base);
  const { pack, faults, notes } = readMatrix(rows, mapping, base);
  const body = rows.slice(mapping.header);
  return ok({
    pack,
    faults,
    notes,
    more: {
      mapping,
      columns: mapping.columns.map(({ use }, index) => ({
        title: rows[mapping.header - 1]?.[index] ?? '',
        use,
        sample: body
          .map((cells) => (cells[index] ?? '').slice(0, LONGEST_SAMPLE))
          .filter((cell) => cell !== '')
          .slice(0, SAMPLED),
      })),
      tokens: [...tokensOf(rows, mapping)].map(([token, count]) => ({ token, count })),
      sheets: sheets.map(({ name }) => name),
      sheet: sheet.name,
    },
  });
}

const idIn = (value: unknown): string => {
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  return typeof id === 'string' ? id : '';
};

/** Reads a role pack's file. The file's faults are part of the answer; what is no such file at all is refused. */
export async function readPack(db: Kysely<Tables>, input: Input, context: Context): Promise<Reply<ReadPack>> {
  const file = await fileOf(input.file, context);
  if (!file.ok) return file;
  const id = file.value.kind === 'json' ? idIn(file.value.value) : (input.pack ?? '');
  if (id === OWN_PACK)
    return fault('pack', "The workspace's own roles are part of Rolecall and stay as they are.");
  const base = await baseOf(db, id, input.base);
  if (!base.ok) return base;
  let made: Made;
  if (file.value.kind === 'json') {
    if (input.pack !== undefined && id !== '' && id !== input.pack) {
      return fault('pack', `The file holds the role pack ${id}, not ${input.pack}.`);
    }
    made = madeOfJson(file.value.value);
  } else {
    if (base.value === null) {
      return input.pack === undefined
        ? fault('pack', 'Say which role pack the matrix belongs to.')
        : NO_SUCH_PACK;
    }
    const read = madeOfSheet(file.value.sheets, input, base.value);
    if (!read.ok) return read;
    made = read.value;
  }
  const version = (await newestVersion(db, id)) + 1;
  const pack = made.pack === null ? null : { ...made.pack, version };
  return ok({ pack, shown: shownOf(file.value, made, { pack, base: base.value }) });
}

function shownOf(
  { kind, name, digest }: PackFile,
  { faults, notes, more }: Made,
  { pack, base }: { readonly pack: Pack | null; readonly base: Pack | null },
): PackPreview {
  return {
    kind,
    name,
    digest,
    ...more,
    faults: [...faults],
    notes: [...notes],
    pack:
      pack === null
        ? null
        : {
            id: pack.id,
            version: pack.version,
            title: pack.title,
            roles: pack.roles.map((role) => role.id),
            rows: pack.rows.length,
          },
    comparedWith: base?.version ?? null,
    diff: pack === null || base === null ? null : diffInWords(diffPacks(base, pack)),
  };
}
