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

/** What few assignments have: from, until, lines, products, queues; null: none of it. */
type AssignmentRow = readonly [
  person: string,
  id: string,
  pack: string,
  role: string,
  node: string,
  realm: string | null,
  more: string | null,
];

// Rows come as arrays: a realm of 20,000 people is read at each start.
const ASSIGNMENTS = `
  select person_id, id, pack_id, role, node_id, realm_id,
    case when coalesce(valid_from, valid_until, lines, products, queues) is null then null
      else json_array(valid_from, valid_until, lines, products, queues) end
  from assignments where deleted_at is null`;

function listOf(text: string | null): readonly string[] {
  return text === null ? [] : (JSON.parse(text) as string[]);
}

// By position, without destructuring: there are tens of thousands of rows.
function factOf(row: AssignmentRow): AssignmentFact {
  const more = row[6];
  const bare = {
    id: row[1],
    pack: row[2],
    role: row[3],
    node: row[4],
    realm: row[5],
    from: null,
    until: null,
  };
  if (more === null) return bare;
  const [from, until, lines, products, queues] = JSON.parse(more) as readonly [
    from: number | null,
    until: number | null,
    lines: string | null,
    products: string | null,
    queues: string | null,
  ];
  const plain = { ...bare, from, until };
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
  /** By person, the times at which their assignments begin and end; few have any. */
  readonly #times = new Map<string, readonly number[]>();

  constructor(writer: RawDatabase) {
    this.#writer = writer;
    writer.exec(NOTES);
  }

  /** Reads everything. */
  load(): void {
    this.#loadTree();
    this.#loadPacks();
    this.#loadPersons(null);
  }

  /** Names the built-in packs, for the command log; a realm's own version stands in the log of its change. */
  get policyVersion(): string {
    return POLICY_VERSION;
  }

  /** The next time after `now` at which an assignment begins or ends, Unix ms; null if there is none. */
  nextChange(now: number): number | null {
    let next = Infinity;
    for (const times of this.#times.values()) {
      for (const time of times) if (time > now && time < next) next = time;
    }
    return next === Infinity ? null : next;
  }

  /** Persons of whom an assignment began or ended after `since` and up to `now`. */
  changedByTime(since: number, now: number): readonly string[] {
    return [...this.#times]
      .filter(([, times]) => times.some((time) => time > since && time <= now))
      .map(([person]) => person);
  }

  /** Reads what the last transaction changed; returns the ids of persons whose rights may be others now. */
  refresh(): readonly string[] {
    const changed = this.#writer.prepare('select person_id from rights_changed').pluck().all() as string[];
    if (changed.length === 0) return [];
    this.#writer.exec('delete from rights_changed');
    if (changed.includes('tree')) this.#loadTree();
    if (changed.includes('packs')) this.#loadPacks();
    const persons = changed.filter((id) => id !== 'tree' && id !== 'packs');
    for (const person of persons) {
      this.rights.removePerson(person);
      this.#times.delete(person);
    }
    // A changed pack changes what the roles of everybody in its realm grant.
    if (changed.includes('packs')) this.#loadPersons(null);
    else if (persons.length > 0) this.#loadPersons(JSON.stringify(persons));
    return changed;
  }

  #loadPacks(): void {
    for (const [realm, packs] of realmPacks(this.#writer)) this.#policies.setRealm(realm, packs);
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

  /** Reads the persons of a JSON array, or everybody. */
  #loadPersons(only: string | null): void {
    const among = (column: string): string =>
      only === null ? '' : ` and ${column} in (select value from json_each(?))`;
    const given = only === null ? [] : [only];
    const persons = this.#writer
      .prepare(`select id, active from persons where deleted_at is null${among('id')} order by id`)
      .raw()
      .all(...given) as (readonly [id: string, active: number])[];
    const rows = this.#writer
      .prepare(`${ASSIGNMENTS}${among('person_id')} order by person_id`)
      .raw()
      .all(...given) as AssignmentRow[];
    let at = 0;
    for (const person of persons) {
      const id = person[0];
      // Assignments of persons who are gone.
      while (at < rows.length && rows[at]![0] < id) at++;
      const assignments: AssignmentFact[] = [];
      const times: number[] = [];
      for (let row = rows[at]; row !== undefined && row[0] === id; row = rows[++at]) {
        const fact = factOf(row);
        assignments.push(fact);
        if (fact.from !== null) times.push(fact.from);
        if (fact.until !== null) times.push(fact.until);
      }
      this.rights.setPerson({ id, active: person[1] === 1, assignments });
      if (times.length > 0) this.#times.set(id, times);
    }
  }
}
