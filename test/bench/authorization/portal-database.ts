import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#main/db/migrate.ts';
import { openRaw, type RawDatabase } from '#main/db/open.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { lineageOf, NODES, PERSONS, REALM } from './portal-world.ts';

/** The portal's realm, scopes, people and assignments in a real database; call `remove` when done. */
export async function portalDatabase(): Promise<{ readonly raw: RawDatabase; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-portal-'));
  const raw = openRaw(join(folder, 'rolecall.db'));
  await migrate(raw);
  raw.transaction(() => {
    fillScopes(raw);
    fillPeople(raw);
  })();
  return {
    raw,
    remove() {
      raw.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fillScopes(raw: RawDatabase): void {
  const node = raw.prepare(
    `insert into nodes (id, realm_id, parent_id, kind, name, pack_id, pack_version, created_at)
     values (?, ?, ?, ?, ?, ?, ?, 0)`,
  );
  const above = raw.prepare('insert into node_ancestors (ancestor_id, node_id, depth) values (?, ?, ?)');
  for (const { id, parent, kind } of NODES) {
    if (id === PLATFORM_ID) continue;
    const pack = kind === 'realm' ? ['E', 1] : [null, null];
    node.run(id, REALM, parent, kind, `${kind} ${id.slice(-4)}`, ...pack);
    lineageOf(id).forEach((ancestor, depth) => above.run(ancestor, id, depth));
  }
}

function fillPeople(raw: RawDatabase): void {
  const person = raw.prepare(
    `insert into persons (id, realm_id, node_id, first_name, last_name, email, email_key, created_at, updated_at)
     values (?, ?, ?, 'First', ?, ?, ?, 0, 0)`,
  );
  const assignment = raw.prepare(
    `insert into assignments (id, realm_id, person_id, pack_id, role, node_id, created_at)
     values (?, ?, ?, ?, ?, ?, 0)`,
  );
  for (const { id, assignments } of PERSONS) {
    const email = `${id}@example.com`;
    person.run(id, REALM, assignments[0]?.node ?? REALM, `Last ${id.slice(-5)}`, email, email);
    for (const one of assignments) assignment.run(one.id, REALM, id, one.pack, one.role, one.node);
  }
}
