import { sql } from 'kysely';
import { seesNode } from '#shared/authz/node-sight.ts';
import { visibleIn } from '../../db/visible.ts';
import type { Context, Tx } from '../handler.ts';

export interface Known {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
}

/** What the person who asks about rights may know of people and scopes; nothing else goes into an answer. */
export class Asker {
  readonly id: string;
  readonly #tx: Tx;
  readonly #context: Context;

  constructor(tx: Tx, context: Context) {
    this.id = context.actor?.id ?? '';
    this.#tx = tx;
    this.#context = context;
  }

  knows(node: string): boolean {
    return seesNode(this.#context.rights, { person: this.id, node, now: this.#context.now });
  }

  /** Names of the scopes among these that they know. */
  async names(nodes: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const known = [...new Set(nodes)].filter((node) => this.knows(node));
    const rows = await this.#tx
      .selectFrom('nodes')
      .select(['id', 'name'])
      .where('id', 'in', sql<string>`(select value from json_each(${JSON.stringify(known)}))`)
      .execute();
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  /** The people among these whose roles they may know: themselves, and whom they see together with their roles. */
  async people(ids: readonly string[]): Promise<ReadonlyMap<string, Known>> {
    const covered = (['users.view', 'roles.view'] as const).map((permission) =>
      visibleIn(this.#context.visible(permission), 'persons.node_id'),
    );
    const rows = await this.#tx
      .selectFrom('persons')
      .select(['id', 'first_name', 'last_name', 'email', 'active'])
      .where('deleted_at', 'is', null)
      .where('id', 'in', sql<string>`(select value from json_each(${JSON.stringify(ids)}))`)
      .where((eb) => eb.or([eb('id', '=', this.id), eb.and(covered)]))
      .orderBy(sql`lower(last_name), lower(first_name), id`)
      .execute();
    return new Map(
      rows.map(({ id, first_name, last_name, email, active }) => [
        id,
        { id, name: `${first_name} ${last_name}`.trim(), email, active: active === 1 },
      ]),
    );
  }

  /** One person: oneself, or whom they may ask about; undefined: there is none such, or not theirs to see. */
  async person(id: string): Promise<Known | undefined> {
    return (await this.people([id])).get(id);
  }
}
