import { type Kysely, sql } from 'kysely';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { Tables } from '../../db/tables/index.ts';
import { visibleIn } from '../../db/visible.ts';
import type { Context } from '../handler.ts';

/** Between the names of a path. */
export const ARROW = ' › ';
const BETWEEN = / [›>/] /;
const SEES: readonly PermissionId[] = ['users.view', 'users.create', 'assignments.grant', 'roles.view'];

interface Scope {
  readonly id: string;
  /** Names from the realm down. */
  readonly path: readonly string[];
}

/** Finds scopes by id or by path, among those that the actor may see and no others. */
export class Scopes {
  readonly #byId = new Map<string, Scope>();
  readonly #byName = new Map<string, Scope[]>();

  private constructor(scopes: readonly Scope[]) {
    for (const scope of scopes) {
      this.#byId.set(scope.id, scope);
      const name = scope.path.at(-1) ?? '';
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), scope]);
    }
  }

  static async read(db: Kysely<Tables>, context: Context): Promise<Scopes> {
    const nodes = [...new Set(SEES.flatMap((permission) => context.visible(permission).nodes))];
    const rows = await db
      .selectFrom('nodes')
      .where(visibleIn({ nodes, own: null }, 'nodes.id'))
      .where('archived_at', 'is', null)
      .select([
        'id',
        // The path goes up to the realm, whose name everybody below it knows; not to the workspace.
        sql<string>`(select json_group_array(name) from (
          select up.name from node_ancestors x join nodes up on up.id = x.ancestor_id
          where x.node_id = nodes.id and (up.parent_id is not null or x.depth = 0) order by x.depth desc))`.as(
          'path',
        ),
      ])
      .execute();
    return new Scopes(rows.map(({ id, path }) => ({ id, path: JSON.parse(path) as string[] })));
  }

  /** The path of a scope in names; empty for one that the actor may not see. */
  pathOf(id: string): string {
    return this.#byId.get(id)?.path.join(ARROW) ?? '';
  }

  /** The scope with this id, or else the only one with this path: whole names, from any of them down. */
  find({ scopeId, scope }: { readonly scopeId: string; readonly scope: string }): Reply<string> {
    if (scopeId !== '') {
      const known = this.#byId.get(scopeId.toLowerCase());
      return known === undefined ? NO_SCOPE : ok(known.id);
    }
    const found = this.#named([scope]);
    const matches = found.length > 0 ? found : this.#named(scope.split(BETWEEN).map((name) => name.trim()));
    const [only] = matches;
    if (only === undefined) return NO_SCOPE;
    if (matches.length === 1) return ok(only.id);
    return fail('invalid-input', `${matches.length} scopes are called "${scope}"; give the scope’s id.`);
  }

  #named(names: readonly string[]): readonly Scope[] {
    const last = this.#byName.get(names.at(-1) ?? '') ?? [];
    return last.filter(({ path }) => path.slice(-names.length).join('\n') === names.join('\n'));
  }
}

const NO_SCOPE = fail('not-found', 'There is no such scope, or it is not yours to see.');
