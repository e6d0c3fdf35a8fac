import { type Post, postLost, postsOf } from '#shared/authz/managers.ts';
import { type Draft, draftOf } from '#shared/authz/what-if.ts';
import { fail } from '#shared/reply.ts';
import type { Context, Tx } from './handler.ts';

type Refused = ReturnType<typeof fail>;

/** What a command is about to take: all of a person's roles, or some of them, or their time. */
export interface Loss {
  readonly person: string;
  /** Assignments that are taken; left out with `limited`: all of the person's. */
  readonly removed?: readonly string[];
  /** Assignments whose time becomes another, Unix ms. */
  readonly limited?: readonly {
    readonly id: string;
    readonly from: number | null;
    readonly until: number | null;
  }[];
}

/** Only people with a password can take up a post. */
async function manned(tx: Tx, posts: readonly Post[]): Promise<readonly Post[]> {
  const people = [...new Set(posts.map(({ person }) => person))];
  const rows = await tx
    .selectFrom('persons')
    .select('id')
    .where('id', 'in', people)
    .where('password_hash', 'is not', null)
    .where('deleted_at', 'is', null)
    .execute();
  const able = new Set(rows.map(({ id }) => id));
  return posts.filter(({ person }) => able.has(person));
}

const WORDS = {
  manager:
    'This is the last person who can give roles there, or in the realm. Give that right to somebody else there first.',
  kept: 'This is the last Root of the realm. Make somebody else Root first.',
};

function refusal(post: Post): Refused {
  const message = post.of === 'manager' ? WORDS.manager : WORDS.kept;
  return fail('denied', message, { reason: 'last-manager', fields: [{ path: 'access', message }] });
}

function after(posts: readonly Post[], { person, removed, limited }: Loss, now: number): readonly Post[] {
  const all = removed === undefined && limited === undefined;
  return posts.flatMap((post) => {
    if (post.person !== person) return [post];
    if (all || removed?.includes(post.assignment) === true) return [];
    const times = limited?.find(({ id }) => id === post.assignment);
    if (times === undefined) return [post];
    const until = times.until ?? Number.POSITIVE_INFINITY;
    return (times.from ?? 0) > now || until <= now ? [] : [{ ...post, until }];
  });
}

/**
 * The posts (of those who give roles somewhere, and of Roots) that a loss would leave empty, or filled for a shorter
 * time than now.
 */
export async function postsLost(tx: Tx, context: Context, loss: Loss): Promise<readonly Post[]> {
  const { rights, now } = context;
  const all = postsOf(rights, now);
  // Nearly nobody holds a post; who holds none leaves none empty.
  if (!all.some(({ person }) => person === loss.person)) return [];
  let before = await manned(tx, all);
  const left = after(before, loss, now);
  const lost: Post[] = [];
  const next = () => postLost({ rights, posts: before }, { rights, posts: left });
  for (let found = next(); found !== undefined; found = next()) {
    const gone = found;
    lost.push(gone);
    before = before.filter((post) => post !== gone);
  }
  return lost;
}

/** Refuses what would leave a place without anybody who can give roles there, or a realm without a Root. */
export async function lastManager(tx: Tx, context: Context, loss: Loss): Promise<Refused | null> {
  const [lost] = await postsLost(tx, context, loss);
  return lost === undefined ? null : refusal(lost);
}

/**
 * As `lastManager`, for a change of the tree or of roles, given as a draft. A place that would be archived counts as
 * managed by who can give roles above it; a realm that is archived takes its administrators and Roots with it.
 */
export async function lastManagerAfter(tx: Tx, context: Context, draft: Draft): Promise<Refused | null> {
  const { rights, now } = context;
  const then = draftOf(rights, draft);
  const before = await manned(tx, postsOf(rights, now));
  const left = await manned(tx, postsOf(then, now));
  const goes = ({ realm }: Post) => realm !== null && then.tree.isArchived(then.tree.indexOf(realm));
  const lost = postLost(
    { rights, posts: before.filter((post) => !goes(post)) },
    { rights: then, posts: left },
  );
  return lost === undefined ? null : refusal(lost);
}
