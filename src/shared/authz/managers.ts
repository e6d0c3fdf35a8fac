import type { PermissionId } from '../policy/permissions.ts';
import { bitOf, hasBit, roleKey } from './compile.ts';
import type { Rights } from './rights.ts';

const GRANT: PermissionId = 'assignments.grant';

/** Roles of which a realm keeps the last holder, whoever else can give it (document E: Root). */
const KEPT_ROLES: ReadonlySet<string> = new Set(['E:Root']);

/** An assignment that lets its person give roles at and below its node, or that is of a kept role. */
export interface Post {
  readonly assignment: string;
  readonly person: string;
  readonly node: string;
  /** `manager`: may give roles there; else the key of the kept role. */
  readonly of: string;
  /** When it ends, Unix ms; Infinity: never. */
  readonly until: number;
}

/** Posts, and the engine in whose tree they lie. */
export interface Posts {
  readonly rights: Rights;
  readonly posts: readonly Post[];
}

/** All posts in force; people who are switched off or may not sign in have none. */
export function postsOf(rights: Rights, now: number): readonly Post[] {
  const bit = bitOf(GRANT);
  const posts: Post[] = [];
  for (const person of rights.people) {
    for (const grant of rights.grantsOf(person, now)) {
      const { compiled, id: assignment, node } = grant;
      if (compiled === undefined) continue;
      const until = grant.until ?? Number.POSITIVE_INFINITY;
      const kept = roleKey(compiled.pack.id, compiled.role.id);
      if (KEPT_ROLES.has(kept)) posts.push({ assignment, person, node, of: kept, until });
      if (!hasBit(compiled.any, bit)) continue;
      // Only what is held without a condition can be relied on.
      const sets = rights.setsOf(grant);
      if (sets !== undefined && hasBit(sets.plain, bit)) {
        posts.push({ assignment, person, node, of: 'manager', until });
      }
    }
  }
  return posts.filter(({ person }) => rights.maySignIn(person, now));
}

/** Until when the posts keep a node managed (or the kept role held there): Unix ms, 0 for not at all. */
function keptUntil({ rights, posts }: Posts, { of, node }: Post): number {
  let until = 0;
  for (const post of posts) {
    if (post.of !== of || post.until <= until) continue;
    const covers = of === 'manager' ? rights.tree.covers(post.node, node) : post.node === node;
    if (covers) until = post.until;
  }
  return until;
}

/**
 * A post whose node would be left with nobody in it, or for a shorter time than now; undefined if none would be. Time
 * counts: somebody whose role ends in May does not replace who manages a place without end.
 */
export function postLost(today: Posts, then: Posts): Post | undefined {
  const [before, after] = [today.posts, then.posts];
  const kept = new Set(after.map(({ assignment, of, until }) => `${assignment} ${of} ${until}`));
  return before.find(
    (post) =>
      !kept.has(`${post.assignment} ${post.of} ${post.until}`) &&
      keptUntil(then, post) < keptUntil(today, post),
  );
}
