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
  /** In which it was given; null: above the realms. */
  readonly realm: string | null;
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
      const { compiled, id: assignment, node, realm = null } = grant;
      if (compiled === undefined) continue;
      const until = grant.until ?? Number.POSITIVE_INFINITY;
      const post = { assignment, person, node, realm, until };
      const kept = roleKey(compiled.pack.id, compiled.role.id);
      if (KEPT_ROLES.has(kept)) posts.push({ ...post, of: kept });
      if (!hasBit(compiled.any, bit)) continue;
      // Only what is held without a condition can be relied on.
      const sets = rights.setsOf(grant);
      if (sets !== undefined && hasBit(sets.plain, bit)) {
        posts.push({ ...post, of: 'manager' });
      }
    }
  }
  return posts.filter(({ person }) => rights.maySignIn(person, now));
}

/** Until when the posts that fit are filled: Unix ms, 0 for not at all. */
function filledUntil({ posts }: Posts, fits: (post: Post) => boolean): number {
  let until = 0;
  for (const post of posts) if (post.until > until && fits(post)) until = post.until;
  return until;
}

/** What a post alone may stand for: its node (or the kept role there), and giving roles within its realm at all. */
function dutiesOf(lost: Post): readonly ((at: Posts) => number)[] {
  if (lost.of !== 'manager') {
    return [(at) => filledUntil(at, ({ of, node }) => of === lost.of && node === lost.node)];
  }
  const covering = (at: Posts) =>
    filledUntil(at, ({ of, node }) => of === 'manager' && at.rights.tree.covers(node, lost.node));
  if (lost.realm === null) return [covering];
  // Whoever stands above a realm is no administrator of it.
  return [covering, (at) => filledUntil(at, ({ of, realm }) => of === 'manager' && realm === lost.realm)];
}

/**
 * A post without which its node, or its realm, would be left with nobody in its place, or for a shorter time than now;
 * undefined if there is none. Time counts: somebody whose role ends in May does not replace who manages without end.
 */
export function postLost(today: Posts, then: Posts): Post | undefined {
  const kept = new Set(then.posts.map(({ assignment, of, until }) => `${assignment} ${of} ${until}`));
  return today.posts.find(
    (post) =>
      !kept.has(`${post.assignment} ${post.of} ${post.until}`) &&
      dutiesOf(post).some((duty) => duty(then) < duty(today)),
  );
}
