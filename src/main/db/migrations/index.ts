import type { Migration } from 'kysely/migration';
import { migration0001PeopleAndScopes } from './0001-people-and-scopes.ts';

/** Every migration by name, in order. A released one never changes. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-people-and-scopes': migration0001PeopleAndScopes,
};
