import { compilePolicy, RealmPolicies } from '#shared/authz/compile.ts';
import type { AssignmentFact } from '#shared/authz/question.ts';
import { Rights } from '#shared/authz/rights.ts';
import type { NodeFact } from '#shared/authz/scope-tree.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { RawDatabase } from '../db/open.ts';
import { realmPacks } from '../db/realm-packs.ts';

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
  create temp trigger rights_node_changed after update of parent_id, archived_at, products on main.nodes
    begin insert or ignore into rights_changed values ('tree'); end;
  create temp trigger rights_pack_changed after update of pack_id, pack_version on main.nodes
    begin insert or ignore into rights_changed values ('packs'), ('tree'); end;
  create temp trigger rights_role_new after insert on main.custom_roles
    begin insert or ignore into rights_changed values ('packs'); end;
  create temp trigger rights_role_changed after update on main.custom_roles
    begin insert or ignore into rights_changed values ('packs'); end;
`;

const POLICY_VERSION = BUILT_IN_PACKS.map((pack) => `${pack.id}@${pack.version}`).join(' ');

interface NodeRow {
  readonly id: string;
  readonly parent: string | null;
  readonly kind: string;
  readonly pack: string | null;
  readonly products: string | null;
  readonly archived_at: number | null;
}

type Qualifier = 'lines' | 'products' | 'queues';

interface AssignmentRow extends Omit<AssignmentFact, Qualifier>, Readonly<Record<Qualifier, string | null>> {
  readonly person: string;
  readonly active: number;
}

function listOf(text: string | null): readonly string[] {
  return text === null ? [] : (JSON.parse(text) as string[]);
}

function factOf(row: AssignmentRow): AssignmentFact {
  const { id, pack, role, node, realm, from, until, lines, products, queues } = row;
  const plain: AssignmentFact = { id, pack, role, node, realm: realm ?? null, from, until };
  // Nearly all assignments have no qualifiers.
  if (lines === null && products === null && queues === null) return plain;
  return { ...plain, lines: listOf(lines), products: listOf(products), queues: listOf(queues) };
}

/**
 * Keeps the engine equal to what is committed.
 * INVARIANT: `refresh` runs after each commit and before the next command begins.
 */
export class Authority {
  readonly #policies = new RealmPolicies(compilePolicy(BUILT_IN_PACKS));
  readonly rights = new Rights(this.#policies);
  readonly #writer: RawDatabase;
  #ends: readonly number[] = [];

  constructor(writer: RawDatabase) {
    this.#writer = writer;
    writer.exec(NOTES);
  }

  /** Reads everything. */
  load(): void {
    this.#loadTree();
    this.#loadPacks();
    this.#loadPersons();
    this.#loadTimes();
  }

  /** Names the built-in packs, for the command log; a realm's own version stands in the log of its change. */
  get policyVersion(): string {
    return POLICY_VERSION;
  }

  /** The next time after `now` at which an assignment begins or ends, Unix ms; null if there is none. */
  nextChange(now: number): number | null {
    return this.#ends.find((time) => time > now) ?? null;
  }

  /** Persons of whom an assignment began or ended after `since` and up to `now`. */
  changedByTime(since: number, now: number): readonly string[] {
    return this.#writer
      .prepare(
        `select distinct person_id from assignments where deleted_at is null
         and ((valid_from > @since and valid_from <= @now) or (valid_until > @since and valid_until <= @now))`,
      )
      .pluck()
      .all({ since, now }) as string[];
  }

  /** Reads what the last transaction changed; returns the ids of persons whose rights may be others now. */
  refresh(): readonly string[] {
    const changed = this.#writer.prepare('select person_id from rights_changed').pluck().all() as string[];
    if (changed.length === 0) return [];
    this.#writer.exec('delete from rights_changed');
    if (changed.includes('tree')) this.#loadTree();
    if (changed.includes('packs')) this.#loadPacks();
    const persons = changed.filter((id) => id !== 'tree' && id !== 'packs');
    // A changed pack changes what the roles of everybody in its realm grant.
    if (changed.includes('packs')) this.#loadPersons();
    else if (persons.length > 0) this.#loadPersons(persons);
    if (persons.length > 0) this.#loadTimes();
    return changed;
  }

  #loadPacks(): void {
    for (const [realm, packs] of realmPacks(this.#writer)) this.#policies.setRealm(realm, packs);
  }

  #loadTimes(): void {
    this.#ends = this.#writer
      .prepare(
        `select valid_from as at from assignments where deleted_at is null and valid_from is not null
         union select valid_until from assignments where deleted_at is null and valid_until is not null
         order by at`,
      )
      .pluck()
      .all() as number[];
  }

  #loadTree(): void {
    const rows = this.#writer
      .prepare('select id, parent_id as parent, kind, pack_id as pack, products, archived_at from nodes')
      .all() as NodeRow[];
    this.rights.setNodes(
      rows.map(
        ({ id, parent, kind, pack, products, archived_at }): NodeFact => ({
          id,
          parent,
          kind,
          ...(pack === null ? {} : { pack }),
          ...(products === null ? {} : { products: JSON.parse(products) as string[] }),
          ...(archived_at === null ? {} : { archived: true }),
        }),
      ),
    );
  }

  #loadPersons(only?: readonly string[]): void {
    const which = only === undefined ? '' : 'and p.id in (select value from json_each(?))';
    const given = only === undefined ? [] : [JSON.stringify(only)];
    for (const id of only ?? []) this.rights.removePerson(id);
    const rows = this.#writer
      .prepare(
        `select p.id as person, p.active, a.id, a.pack_id as pack, a.role, a.node_id as node,
           a.realm_id as realm, a.valid_from as "from", a.valid_until as until, a.lines, a.products, a.queues
         from persons p left join assignments a on a.person_id = p.id and a.deleted_at is null
         where p.deleted_at is null ${which}
         order by p.id`,
      )
      .all(...given) as AssignmentRow[];
    for (let at = 0; at < rows.length; ) {
      const { person, active } = rows[at] as (typeof rows)[number];
      const assignments: AssignmentFact[] = [];
      for (let row = rows[at]; row?.person === person; row = rows[++at]) {
        // A person without assignments comes as one row of nulls.
        if (row.id !== null) assignments.push(factOf(row));
      }
      this.rights.setPerson({ id: person, active: active === 1, assignments });
    }
  }
}
