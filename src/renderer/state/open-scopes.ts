import { create } from 'zustand';

interface OpenScopes {
  /** Ids of the scopes whose insides show in the tree. */
  readonly open: ReadonlySet<string>;
  readonly show: (ids: readonly string[]) => void;
  readonly hide: (id: string) => void;
}

/** How the scope tree was left, while the window is open. */
export const useOpenScopes = create<OpenScopes>()((set) => ({
  open: new Set(),
  show: (ids) =>
    set((now) => (ids.every((id) => now.open.has(id)) ? now : { open: new Set([...now.open, ...ids]) })),
  hide: (id) => set((now) => ({ open: new Set([...now.open].filter((each) => each !== id)) })),
}));
