import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { z } from '#shared/zod.ts';

const text = () => z.string().optional().catch(undefined);

/** What an address says besides its path. Anything that is not understood is left out, never an error. */
export const addressSchema = z.object({
  /** The scope. */
  node: text(),
  /** The record whose detail shows. */
  id: text(),
  /** The operation whose form is open in the panel. */
  panel: text(),
  /** A part of the detail. */
  tab: text(),
  search: text(),
  sort: text(),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
  /** Filters of the list by input field. */
  filter: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .catch(undefined),
});
export type Address = z.output<typeof addressSchema>;
export type FilterValue = NonNullable<Address['filter']>[string];

type Patch = { readonly [K in keyof Address]?: Address[K] };

/** The address of the view and how to change it; `replace` leaves no step in the history. */
export function useAddress(): readonly [Address, (patch: Patch, replace?: boolean) => void] {
  const address = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Patch, replace = false) => {
      const search = (now: Address) => ({ ...now, ...patch });
      void navigate({ to: '.', search: search, replace });
    },
    [navigate],
  );
  return [address, change];
}

/** Goes to another area; the scope comes along. */
export function useGoTo(): (path: string, patch?: Patch) => void {
  const navigate = useNavigate();
  return useCallback(
    (path, patch = {}) => {
      const search = (now: Address) => ({ node: now.node, ...patch });
      void navigate({ to: path, search: search });
    },
    [navigate],
  );
}
