import type { Kysely } from 'kysely';
import { compilePolicy } from '#shared/authz/compile.ts';
import { Rights } from '#shared/authz/rights.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { RawDatabase } from '../db/open.ts';
import type { Tables } from '../db/tables/index.ts';

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
  async load(db: Kysely<Tables>): Promise<void> {
    await this.#loadTree(db);
    await this.#loadPersons(db);
  }

  /** Reads what the last transaction changed; returns the ids of persons whose rights may be others now. */
  async refresh(db: Kysely<Tables>): Promise<readonly string[]> {
    const changed = this.#writer.prepare('select person_id from rights_changed').pluck().all() as string[];
    if (changed.length === 0) return [];
    this.#writer.exec('delete from rights_changed');
    if (changed.includes('tree')) await this.#loadTree(db);
    const persons = changed.filter((id) => id !== 'tree');
    // SQLite takes at most 32,766 parameters; a bulk change of that size reads everything instead.
    if (persons.length > 10_000) await this.#loadPersons(db);
    else if (persons.length > 0) await this.#loadPersons(db, persons);
    return changed;
  }

  async #loadTree(db: Kysely<Tables>): Promise<void> {
    const nodes = await db.selectFrom('nodes').select(['id', 'parent_id as parent']).execute();
    this.rights.setNodes(nodes);
  }

  async #loadPersons(db: Kysely<Tables>, only?: readonly string[]): Promise<void> {
    let persons = db.selectFrom('persons').select(['id', 'active']).where('deleted_at', 'is', null);
    let held = db
      .selectFrom('assignments')
      .select(['id', 'person_id', 'pack_id', 'role', 'node_id', 'valid_from', 'valid_until'])
      .where('deleted_at', 'is', null);
    if (only !== undefined) {
      for (const id of only) this.rights.removePerson(id);
      persons = persons.where('id', 'in', only);
      held = held.where('person_id', 'in', only);
    }
    const byPerson = Map.groupBy(await held.execute(), (assignment) => assignment.person_id);
    for (const person of await persons.execute()) {
      this.rights.setPerson({
        id: person.id,
        active: person.active === 1,
        assignments: (byPerson.get(person.id) ?? []).map((assignment) => ({
          id: assignment.id,
          pack: assignment.pack_id,
          role: assignment.role,
          node: assignment.node_id,
          from: assignment.valid_from,
          until: assignment.valid_until,
        })),
      });
    }
  }
}
