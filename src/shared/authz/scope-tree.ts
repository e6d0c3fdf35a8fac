/** A node of the scope tree as the engine needs it. */
export interface NodeFact {
  readonly id: string;
  readonly parent: string | null;
}

/**
 * The scope tree with each node's place in a walk of it: `a` covers `b` if b's number lies in a's interval.
 * Immutable; a changed tree is a new one.
 */
export class ScopeTree {
  readonly #index = new Map<string, number>();
  readonly #low: Int32Array;
  readonly #high: Int32Array;

  /** Nodes in any order. A node whose parent is missing, or that lies on a cycle, is left out: it covers nothing. */
  constructor(nodes: readonly NodeFact[]) {
    this.#low = new Int32Array(nodes.length);
    this.#high = new Int32Array(nodes.length);
    const children = new Map<string | null, string[]>();
    for (const node of nodes) {
      const siblings = children.get(node.parent);
      if (siblings === undefined) children.set(node.parent, [node.id]);
      else siblings.push(node.id);
    }
    let next = 0;
    // An explicit stack: a hostile or damaged tree must not overflow the call stack.
    const stack: { id: string; at: number; child: number }[] = [];
    const enter = (id: string): void => {
      const at = next++;
      this.#index.set(id, at);
      this.#low[at] = at;
      stack.push({ id, at, child: 0 });
    };
    for (const root of children.get(null) ?? []) {
      enter(root);
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const child = children.get(top.id)?.[top.child++];
        if (child !== undefined) {
          enter(child);
        } else {
          this.#high[top.at] = next - 1;
          stack.pop();
        }
      }
    }
  }

  has(id: string): boolean {
    return this.#index.has(id);
  }

  /** The node's number for `coversIndex`, or -1 if there is no such node. */
  indexOf(id: string): number {
    return this.#index.get(id) ?? -1;
  }

  /** Whether node `ancestor` is node `node` or above it. Unknown nodes cover and are covered by nothing. */
  covers(ancestor: string, node: string): boolean {
    return this.coversIndex(this.indexOf(ancestor), this.indexOf(node));
  }

  /** `covers` by numbers from `indexOf`. */
  coversIndex(ancestor: number, node: number): boolean {
    return (
      ancestor >= 0 && node >= (this.#low[ancestor] as number) && node <= (this.#high[ancestor] as number)
    );
  }
}
