import type { RawDatabase } from '#main/db/open.ts';
import { Authority } from '#main/service/authority.ts';
import { decisionLines } from './authorization/decisions.ts';
import { listingLines } from './authorization/listing.ts';
import { portalDatabase } from './authorization/portal-database.ts';
import { NOW, PERSONS } from './authorization/portal-world.ts';
import { type BenchLine, median } from './bench-line.ts';

/** Figures of the authorization service on the portal's matrix: 2 servers, 50 conduits, 5,000 customers. */
export async function run(): Promise<BenchLine[]> {
  const { raw, remove } = await portalDatabase();
  try {
    const authority = new Authority(raw);
    const ofDatabase = [loadLine(authority), changeLine(authority, raw)];
    return [...decisionLines(), ...ofDatabase, ...(await listingLines(raw, authority.rights))];
  } finally {
    remove();
  }
}

function loadLine(authority: Authority): BenchLine {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    authority.load();
    return performance.now() - start;
  });
  const people = [...authority.rights.people].length;
  const ms = median(times);
  return {
    name: `Loading the assignments of ${people.toLocaleString('en')} people from the database into the engine`,
    asked: 'under 150 ms',
    measured: `${ms.toFixed(0)} ms`,
    ok: people === PERSONS.length && ms < 150,
  };
}

/** From the committed change to the first decision that knows of it. */
function changeLine(authority: Authority, raw: RawDatabase): BenchLine {
  const change = raw.prepare('update assignments set role = ? where id = ?');
  let wrong = 0;
  const times = PERSONS.slice(0, 101).map(({ id, assignments }) => {
    const [given] = assignments;
    const wanted = given?.role === 'Customer Admin' ? 'Customer Technical' : 'Customer Admin';
    change.run(wanted, given?.id);
    const start = performance.now();
    authority.refresh();
    const held = authority.rights
      .grantsOf(id, NOW)
      .some((grant) => grant.id === given?.id && grant.role === wanted);
    const ms = performance.now() - start;
    if (!held) wrong++;
    change.run(given?.role, given?.id);
    authority.refresh();
    return ms;
  });
  const ms = median(times);
  return {
    name: 'One assignment changed among those of 20,000 people',
    asked: 'under 1 ms to take effect',
    measured: `${ms.toFixed(2)} ms`,
    ok: wrong === 0 && ms < 1,
  };
}
