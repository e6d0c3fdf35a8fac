import type { QueryExecutorProvider } from 'kysely';

/** What is remembered of one filtered and sorted list: how long it is and, once worth it, the order of its keys. */
export interface View {
  /** The data state it was made in; another state makes it worthless. */
  readonly state: string;
  readonly total: number;
  readonly keys: Float64Array | Uint32Array | null;
}

/** Room for the key arrays of one connection: eight lists of a million rows. */
const BYTE_LIMIT = 64 * 1024 * 1024;
const VIEW_LIMIT = 200;

class ViewCache {
  // A Map keeps insertion order: the first key is the one longest unused.
  readonly #views = new Map<string, View>();
  #bytes = 0;

  get(name: string, state: string): View | undefined {
    const view = this.#views.get(name);
    if (view === undefined) return undefined;
    this.#views.delete(name);
    if (view.state !== state) {
      this.#bytes -= sizeOf(view);
      return undefined;
    }
    this.#views.set(name, view);
    return view;
  }

  put(name: string, view: View): void {
    const old = this.#views.get(name);
    if (old !== undefined) this.#bytes -= sizeOf(old);
    this.#views.delete(name);
    this.#views.set(name, view);
    this.#bytes += sizeOf(view);
    for (const [oldest, stale] of this.#views) {
      if (oldest === name || (this.#bytes <= BYTE_LIMIT && this.#views.size <= VIEW_LIMIT)) break;
      this.#views.delete(oldest);
      this.#bytes -= sizeOf(stale);
    }
  }
}

function sizeOf(view: View): number {
  return view.keys?.byteLength ?? 0;
}

const caches = new WeakMap<object, ViewCache>();

/**
 * The views of the connection behind a transaction. All transactions of one `Kysely` share its adapter, and a state
 * counted by SQLite means something only on the connection that counted it; so nothing leaks between workspaces.
 */
export function viewsOf(tx: QueryExecutorProvider): ViewCache {
  const { adapter } = tx.getExecutor();
  let cache = caches.get(adapter);
  if (cache === undefined) {
    cache = new ViewCache();
    caches.set(adapter, cache);
  }
  return cache;
}
