import { useAddress } from '#renderer/components/address.ts';
import { useMe } from '#renderer/state/session.ts';

export interface Question {
  readonly person: string | null;
  readonly right: string | null;
  readonly scope: string | null;
  readonly left: string | null;
  readonly rightSide: string | null;
}

const KEYS = ['person', 'right', 'scope', 'left', 'rightSide'] as const;

/** What is being asked, kept in the address; until a scope is chosen it is the window's, or where one has a role. */
export function useQuestion(): readonly [Question, (patch: Partial<Question>) => void] {
  const [{ filter = {}, node }, change] = useAddress();
  const me = useMe();
  const text = (key: string): string | null => {
    const value = filter[key];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const question: Question = {
    person: text('person'),
    right: text('right'),
    scope: text('scope') ?? node ?? me?.roles[0]?.node ?? null,
    left: text('left'),
    rightSide: text('rightSide'),
  };
  const ask = (patch: Partial<Question>): void => {
    const next = { ...question, ...patch };
    const said = KEYS.flatMap((key) => (next[key] === null ? [] : [[key, next[key]] as const]));
    change({ filter: Object.fromEntries(said) }, true);
  };
  return [question, ask];
}
