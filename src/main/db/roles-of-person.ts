import type { Kysely } from 'kysely';
import type { Tables } from './tables/index.ts';

/** A person's living assignments with the names of their nodes and realms, in the order they were given. */
export function rolesOfPerson(db: Kysely<Tables>, person: string) {
  return db
    .selectFrom('assignments')
    .innerJoin('nodes', 'nodes.id', 'assignments.node_id')
    .leftJoin('nodes as realms', 'realms.id', 'assignments.realm_id')
    .select([
      'assignments.id as assignment',
      'assignments.pack_id as pack',
      'assignments.role',
      'assignments.node_id as node',
      'nodes.name as nodeName',
      'assignments.realm_id as realm',
      'realms.name as realmName',
      'assignments.valid_from as from',
      'assignments.valid_until as until',
    ])
    .where('assignments.person_id', '=', person)
    .where('assignments.deleted_at', 'is', null)
    .orderBy('assignments.id')
    .execute();
}
