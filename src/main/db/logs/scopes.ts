import type { Transaction } from 'kysely';
import type { Tables } from '../tables/index.ts';
import { type Visible, visibleIn, within } from '../visible.ts';
import type { LogScope } from './rows.ts';

/**
 * What a person may see of the logs at and below a node: accounts that are covered as a whole, and of other accounts
 * the covered projects. A message belongs to its project's node, so this agrees with a decision about each message.
 */
export async function logScopes(
  tx: Transaction<Tables>,
  visible: Visible,
  node: string,
): Promise<readonly LogScope[]> {
  const accounts = await tx
    .selectFrom('nodes')
    .select('id')
    .where('kind', '=', 'account')
    .where(visibleIn(visible, 'nodes.id'))
    .where(within(node, 'nodes.id'))
    .execute();
  const whole = new Set(accounts.map(({ id }) => id));
  const projects = await tx
    .selectFrom('nodes as projects')
    .innerJoin('node_ancestors', 'node_ancestors.node_id', 'projects.id')
    .innerJoin('nodes as accounts', 'accounts.id', 'node_ancestors.ancestor_id')
    .select(['projects.id as project', 'accounts.id as account'])
    .where('projects.kind', '=', 'project')
    .where('accounts.kind', '=', 'account')
    .where(visibleIn(visible, 'projects.id'))
    .where(within(node, 'projects.id'))
    .execute();
  const parts = new Map<string, Set<string>>();
  for (const { project, account } of projects) {
    if (whole.has(account)) continue;
    const some = parts.get(account);
    if (some === undefined) parts.set(account, new Set([project]));
    else some.add(project);
  }
  return [
    ...Array.from(whole, (account) => ({ account, projects: null })),
    ...Array.from(parts, ([account, some]) => ({ account, projects: some })),
  ].toSorted((one, other) => (one.account < other.account ? -1 : 1));
}

/** The account that a project belongs to, or undefined. */
export async function accountOf(tx: Transaction<Tables>, project: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('node_ancestors')
    .innerJoin('nodes', 'nodes.id', 'node_ancestors.ancestor_id')
    .select('nodes.id')
    .where('node_ancestors.node_id', '=', project)
    .where('nodes.kind', '=', 'account')
    .executeTakeFirst();
  return row?.id;
}

/** What both admit. */
export function bothScopes(some: readonly LogScope[], others: readonly LogScope[]): LogScope[] {
  const other = new Map(others.map((scope) => [scope.account, scope.projects]));
  return some.flatMap(({ account, projects }) => {
    const also = other.get(account);
    if (also === undefined) return [];
    if (also === null || projects === null) return [{ account, projects: projects ?? also }];
    return [{ account, projects: new Set([...projects].filter((id) => also.has(id))) }];
  });
}

/** Whether one of the scopes admits a project of an account. */
export function admits(scopes: readonly LogScope[], account: string, project: string): boolean {
  return scopes.some((scope) => scope.account === account && (scope.projects?.has(project) ?? true));
}
