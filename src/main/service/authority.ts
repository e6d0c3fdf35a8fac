import { compilePolicy } from '#shared/authz/compile.ts';
import type { AssignmentFact } from '#shared/authz/question.ts';
import { Rights } from '#shared/authz/rights.ts';
import type { NodeFact } from '#shared/authz/scope-tree.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { RawDatabase } from '../db/open.ts';

// Triggers of this connection note whose rights a transaction changes, so that no handler can forget to say so.
const NOTES = `
  create temp table rights_changed (person_id text primary key);
  create temp trigger rights_person_new after insert on main.persons
    begin insert or ignore into rights_changed values (new.id); end;
  create temp trigger rights_person_changed after update on main.persons
    begin insert or ignore into rights_changed values (new.id); end;
  create temp trigger rights_assignment_new after insert on main.assignments
    begin insert or ignore into rights_changed values (new.person_id); end;
  create temp trigger rights_assignment_changed after update on main.assignments
    begin insert or ignore into rights_changed values (new.person_id), (old.person_id); end;
  create temp trigger rights_assignment_gone after delete on main.assignments
    begin insert or ignore into rights_changed values (old.person_id); end;
  create temp trigger rights_node_new after insert on main.nodes
    begin insert or ignore into rights_changed values ('tree'); end;
  create temp trigger rights_node_changed after update of parent_id, archived_at on main.nodes
    begin insert or ignore into rights_changed values ('tree'); end;
`;

/**
 * Keeps the engine equal to what is committed.
 * INVARIANT: `refresh` runs after each commit and before the next command begins.
 */
export class Authority {
  readonly rights = new Rights(compilePolicy(BUILT_IN_PACKS));
  /** Names the packs in force, for the command log. */
  readonly policyVersion = BUILT_IN_PACKS.map((pack) => `${pack.id}@${pack.version}`).join(' ');
  readonly #writer: RawDatabase;

  constructor(writer: RawDatabase) {
    this.#writer = writer;
    writer.exec(NOTES);
  }

  /** Reads everything. */
  load(): void {
    this.#loadTree();
    this.#loadPersons();
  }

  /** Reads what the last transaction changed; returns the ids of persons whose rights may be others now. */
  refresh(): readonly string[] {
    const changed = this.#writer.prepare('select person_id from rights_changed').pluck().all() as string[];
    if (changed.length === 0) return [];
    this.#writer.exec('delete from rights_changed');
    if (changed.includes('tree')) this.#loadTree();
    const persons = changed.filter((id) => id !== 'tree');
    if (persons.length > 0) this.#loadPersons(persons);
    return changed;
  }

  #loadTree(): void {
    const nodes = this.#writer.prepare('select id, parent_id as parent, kind from nodes').all();
    this.rights.setNodes(nodes as NodeFact[]);
  }

  #loadPersons(only?: readonly string[]): void {
    const which = only === undefined ? '' : 'and p.id in (select value from json_each(?))';
    const given = only === undefined ? [] : [JSON.stringify(only)];
    for (const id of only ?? []) this.rights.removePerson(id);
    const rows = this.#writer
      .prepare(
        `select p.id as person, p.active, a.id, a.pack_id as pack, a.role, a.node_id as node,
           a.valid_from as "from", a.valid_until as until
         from persons p left join assignments a on a.person_id = p.id and a.deleted_at is null
         where p.deleted_at is null ${which}
         order by p.id`,
      )
      .all(...given) as (AssignmentFact & { readonly person: string; readonly active: number })[];
    for (let at = 0; at < rows.length; ) {
      const { person, active } = rows[at] as (typeof rows)[number];
      const assignments: AssignmentFact[] = [];
      for (let row = rows[at]; row?.person === person; row = rows[++at]) {
        // A person without assignments comes as one row of nulls.
        if (row.id !== null) assignments.push(row);
      }
      this.rights.setPerson({ id: person, active: active === 1, assignments });
    }
  }
}
