import { describe, expect, it } from 'vitest';
import { compilePolicy } from '#shared/authz/compile.ts';
import { whyNotGive } from '#shared/authz/giving.ts';
import { Rights } from '#shared/authz/rights.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';

type Given = readonly [role: string, node: string];

/** An engine in which `giver` may give roles everywhere and holds these roles of a pack besides. */
function engine(pack: string, given: readonly Given[]): Rights {
  const rights = new Rights(compilePolicy(BUILT_IN_PACKS));
  rights.setNodes([
    { id: 'platform', parent: null, kind: 'platform' },
    { id: 'realm', parent: 'platform', kind: 'realm' },
    { id: 'server', parent: 'realm', kind: 'server' },
    { id: 'conduit', parent: 'server', kind: 'conduit' },
    { id: 'customer', parent: 'conduit', kind: 'customer' },
    { id: 'account', parent: 'realm', kind: 'account', products: ['Blast'] },
  ]);
  const assignment = { from: null, until: null };
  rights.setPerson({
    id: 'giver',
    active: true,
    assignments: [
      { ...assignment, id: 'a', pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' },
      ...given.map(([role, node], index) => ({ ...assignment, id: `${index}`, pack, role, node })),
    ],
  });
  return rights;
}

const why = (rights: Rights, pack: string, [role, node]: Given): string | null =>
  whyNotGive(rights, { giver: 'giver', pack, role, node, now: 1 });

describe('giving a role with conditions', () => {
  it('takes all that the role holds there, under the same conditions or none', () => {
    const support = engine('E', [['Support', 'server']]);
    expect(why(support, 'E', ['Conduit Admin', 'conduit'])).toBeNull();
    expect(why(support, 'E', ['Customer Technical', 'customer'])).toBeNull();
    // The workspace's administrator appoints the first of each realm, whatever that role holds.
    expect(why(support, 'E', ['Root', 'realm'])).toBeNull();
    const technical = engine('E', [['Customer Technical', 'customer']]);
    expect(why(technical, 'E', ['Customer Admin', 'customer'])).toMatch(/departments\.create/);
    expect(why(technical, 'E', ['Support', 'server'])).toMatch(/more than you do/);
  });

  it('looks at what the role holds at this kind of scope', () => {
    const rep = engine('E', [['Sales Rep', 'customer']]);
    expect(why(rep, 'E', ['Customer Manager', 'customer'])).toBeNull();
    expect(why(rep, 'E', ['Sales Rep', 'conduit'])).toMatch(/customers\.create/);
  });

  it('passes on nothing that was granted to the giver alone', () => {
    expect(why(engine('X', [['Standard', 'account']]), 'X', ['Standard', 'account'])).toMatch(
      /more than you do/,
    );
    expect(why(engine('X', [['Admin', 'account']]), 'X', ['Standard', 'account'])).toBeNull();
  });
});
