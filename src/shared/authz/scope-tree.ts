/** A node of the scope tree as the engine needs it. */
export interface NodeFact {
  readonly id: string;
  readonly parent: string | null;
  /** The kind of node as the realm's pack names it; rules that ask for a kind are not met without it. */
  readonly kind?: string;
  /** The products activated here (an account); they count for the whole subtree. */
  readonly products?: readonly string[];
  /** Of a realm: the pack that it runs under; it counts for the whole subtree. */
  readonly pack?: string;
  /** Archived here; the whole subtree is. Roles given there grant nothing until it is restored. */
  readonly archived?: boolean;
}

/**
 * The scope tree with each node's place in a walk of it: `a` covers `b` if b's number lies in a's interval.
 * Immutable; a changed tree is a new one.
 */
export class ScopeTree {
  readonly #index = new Map<string, number>();
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #parent: Int32Array;
  readonly #realm: Int32Array;
  readonly #kind: (string | undefined)[] = [];
  readonly #products: (readonly string[] | undefined)[] = [];
  readonly #ids: string[] = [];
  readonly #packs: (string | undefined)[] = [];
  readonly #archived: boolean[] = [];

  /** Nodes in any order. A node whose parent is missing, or that lies on a cycle, is left out: it covers nothing. */
  constructor(nodes: readonly NodeFact[]) {
    this.#low = new Int32Array(nodes.length);
    this.#high = new Int32Array(nodes.length);
    this.#parent = new Int32Array(nodes.length);
    this.#realm = new Int32Array(nodes.length);
    const children = new Map<string | null, NodeFact[]>();
    for (const node of nodes) {
      const siblings = children.get(node.parent);
      if (siblings === undefined) children.set(node.parent, [node]);
      else siblings.push(node);
    }
    let next = 0;
    // An explicit stack: a hostile or damaged tree must not overflow the call stack.
    const stack: { id: string; at: number; child: number }[] = [];
    const enter = ({ id, kind, products, pack, archived }: NodeFact, parent: number): void => {
      const at = next++;
      this.#index.set(id, at);
      this.#low[at] = at;
      this.#parent[at] = parent;
      this.#realm[at] = kind === 'realm' ? at : (this.#realm[parent] ?? -1);
      this.#kind.push(kind);
      this.#products.push(products ?? this.#products[parent]);
      this.#ids.push(id);
      this.#packs.push(pack ?? this.#packs[parent]);
      this.#archived.push(archived === true || this.#archived[parent] === true);
      stack.push({ id, at, child: 0 });
    };
    for (const root of children.get(null) ?? []) {
      enter(root, -1);
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const child = children.get(top.id)?.[top.child++];
        if (child !== undefined) {
          enter(child, top.at);
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

  /** The kind of a node by its number; undefined if there is no such node or nobody said. */
  kindOf(at: number): string | undefined {
    return this.#kind[at];
  }

  /** The number of the realm in which the node lies, or -1. */
  realmOf(at: number): number {
    return this.#realm[at] ?? -1;
  }

  /** The id of a node by its number. */
  idOf(at: number): string | undefined {
    return this.#ids[at];
  }

  /** The pack under which the node's realm runs; undefined above the realms. */
  packOf(at: number): string | undefined {
    return this.#packs[at];
  }

  /** Whether the node or one above it is archived. */
  isArchived(at: number): boolean {
    return this.#archived[at] === true;
  }

  /** How many nodes it has; their numbers run from 0. */
  get size(): number {
    return this.#ids.length;
  }

  /** The number of the last node of the subtree: a node covers the numbers from its own to this one. */
  lastOf(at: number): number {
    return this.#high[at] as number;
  }

  /** The number of the nearest node at or above both, or -1. */
  nearestShared(one: number, two: number): number {
    let at = one;
    while (at >= 0 && !this.coversIndex(at, two)) at = this.#parent[at] as number;
    return at;
  }

  /** The products that are activated on the account in which the node lies. */
  productsAt(at: number): readonly string[] {
    return this.#products[at] ?? [];
  }

  /** Whether a product is activated on the account in which the node lies. */
  hasProduct(at: number, product: string): boolean {
    return this.#products[at]?.includes(product) === true;
  }

  /** The number of the nearest node of a kind at or above the node, or -1. */
  ancestorOfKind(node: number, kind: string): number {
    let at = node;
    while (at >= 0 && this.#kind[at] !== kind) at = this.#parent[at] as number;
    return at;
  }
}
