import { useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { pathTo, useNodes } from '#renderer/state/nodes.ts';
import type { PackVersionRow } from '#shared/operations/pack-answers.ts';

export type RealmUnder = PackVersionRow['realms'][number];

/** Which matrix shows: a pack's version, by itself or as it is in a realm. */
export interface Shown {
  readonly pack: string;
  readonly version: number;
  /** The realm in which it is looked at; null: the pack by itself. */
  readonly realm: RealmUnder | null;
  /** The version in force in the realm. */
  readonly inForce: number | null;
}

const NONE: readonly PackVersionRow[] = [];

/** Every version of every pack. */
export function useVersions(): readonly PackVersionRow[] {
  return useAnswer('packs.list', {}).data ?? NONE;
}

/** Realms with what they run under, by name. */
export function realmsOf(versions: readonly PackVersionRow[]) {
  return versions
    .flatMap((under) => under.realms.map((realm) => ({ realm, under })))
    .toSorted((one, other) => one.realm.name.localeCompare(other.realm.name));
}

/** What the address asks to see: a pack and version by its filter, else the realm of the scope, else the first realm. */
export function useShownPack(): Shown | null {
  const versions = useVersions();
  const nodes = useNodes();
  const [{ node, filter }] = useAddress();
  const realms = realmsOf(versions);
  const scope = pathTo(nodes, node).find(({ kind }) => kind === 'realm')?.id;
  const here =
    realms.find(({ realm }) => realm.id === scope) ?? (scope === undefined ? realms[0] : undefined);
  const [asked, version] = [filter?.['pack'], filter?.['version']];
  if (typeof asked === 'string') {
    const found = versions.find(
      (one) => one.id === asked && (version === undefined || one.version === version),
    );
    if (found === undefined) return null;
    const realm = here?.under.id === asked && version !== undefined ? here : undefined;
    return {
      pack: asked,
      version: found.version,
      realm: realm?.realm ?? null,
      inForce: realm?.under.version ?? null,
    };
  }
  if (here !== undefined) {
    const { id, version: inForce } = here.under;
    return { pack: id, version: inForce, realm: here.realm, inForce };
  }
  const [first] = versions;
  return first === undefined ? null : { pack: first.id, version: first.version, realm: null, inForce: null };
}

/** The matrix in full; while another one loads the last stays. */
export function usePackDetail(shown: Shown | null) {
  return useAnswer(
    'packs.detail',
    {
      pack: shown?.pack ?? '',
      version: shown?.version ?? 1,
      ...(shown === null || shown.realm === null ? {} : { realm: shown.realm.id }),
    },
    { enabled: shown !== null, keepPrevious: true },
  );
}
