import type { CsvPersonRow } from '#shared/operations/users.ts';
import type { Failure } from '#shared/reply.ts';
import { assignmentById } from '../../db/assignments.ts';
import { refuseChange, refuseGift } from '../giving.ts';
import type { Context, Tx } from '../handler.ts';
import { UNQUALIFIED } from '../qualifiers.ts';
import type { PeopleFile, PersonLine } from './lines.ts';
import { type Planned, type Planning, planRow } from './plan.ts';
import { Scopes } from './scopes.ts';

/** Rows that a preview shows. */
const SHOWN = 500;

/** What the guard would say to the row's command now. */
async function refusalOf(tx: Tx, { context }: Planning, planned: Planned): Promise<Failure | null> {
  const { gift, person, act } = planned;
  if (gift === null || 'nothing' in act) return null;
  if (act.operation === 'assignments.edit') {
    const held = await assignmentById(tx, (act.input as { id: string }).id);
    if (held === undefined) return null;
    const { from, until } = gift;
    const refused = await refuseChange(tx, context, { held, to: { ...held, from, until } });
    return refused === null || refused.ok ? null : refused.error;
  }
  const refused = await refuseGift(tx, context, {
    gift: { ...UNQUALIFIED, ...gift, person: person ?? '' },
  });
  return refused === null || refused.ok ? null : refused.error;
}

async function previewRow(tx: Tx, planning: Planning, line: PersonLine): Promise<CsvPersonRow> {
  const planned = await planRow(planning, line);
  const shown = {
    row: line.row,
    name: `${line.firstName} ${line.lastName}`.trim(),
    email: line.email,
    role: line.role,
    scope: line.scope,
    from: null,
    until: null,
  };
  if (!planned.ok) return { ...shown, outcome: 'refused', message: planned.error.message };
  const { gift, outcome, act } = planned.value;
  const at = gift && {
    scope: planning.scopes.pathOf(gift.node),
    from: gift.from,
    until: gift.until,
  };
  const refused = await refusalOf(tx, planning, planned.value);
  if (refused !== null) return { ...shown, ...at, outcome: 'refused', message: refused.message };
  return { ...shown, ...at, outcome, message: 'nothing' in act ? act.nothing : null };
}

/** What each row would come to; a person that an earlier row adds is only given the role. The import decides anew. */
export async function previewPeople(
  tx: Tx,
  context: Context,
  { file, home }: { readonly file: PeopleFile; readonly home: string },
) {
  const scopes = await Scopes.read(tx, context);
  const planning = { db: tx, context, scopes, home, timed: file.timed };

  const counts = { add: 0, give: 0, nothing: 0, refused: 0 };
  const added = new Set<string>();
  const rows: CsvPersonRow[] = [];
  for (const line of file.lines) {
    const row = await previewRow(tx, planning, line);
    const key = row.email.toLowerCase();
    const outcome = row.outcome === 'add' && added.has(key) ? 'give' : row.outcome;
    if (outcome === 'add') added.add(key);
    counts[outcome] += 1;
    rows.push({ ...row, outcome });
  }
  const refused = rows.filter((row) => row.outcome === 'refused');
  const others = rows.filter((row) => row.outcome !== 'refused');
  return { known: file.known, ignored: file.ignored, counts, rows: [...refused, ...others].slice(0, SHOWN) };
}
