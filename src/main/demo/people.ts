import type { Chance } from './random.ts';

const FIRST =
  `Ana Ben Chiara Daniel Elif Farid Greta Hana Ivan Joana Kofi Lena Marek Nadia Oskar Priya Quentin Rosa Samir
  Tove Usha Viktor Wen Ximena Yara Zoltan Amara Bruno Celine Dmitri Esther Felix Gabriela Hugo Ines Jakub Keiko Liam
  Mirela Noah`.split(/\s+/);
const LAST =
  `Abara Bergström Costa Dvorak Eriksen Fischer García Haddad Ito Jansen Kowalski Larsen Moreau Novak Okafor
  Petrov Quist Rossi Silva Tanaka Ueda Varga Weber Xu Yilmaz Zimmer Almeida Brandt Cohen Duarte Engel Ferreira`.split(
    /\s+/,
  );
const WORDS =
  `amber basalt cedar dune ember fjord garnet harbor island juniper kelp lagoon meadow nectar orchard pebble
  quartz river saffron timber umber valley willow yonder zephyr copper falcon maple otter`.split(/\s+/);

export interface DemoName {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** Names and addresses in the domain that is reserved for examples (RFC 2606), each once. */
export function* demoNames(chance: Chance): Generator<DemoName, never> {
  const used = new Set<string>();
  for (let round = 0; ; round++) {
    const firstName = chance.pick(FIRST);
    const lastName = chance.pick(LAST);
    const plain = `${firstName}.${lastName}`
      .normalize('NFD')
      .replaceAll(/[^A-Za-z.]/g, '')
      .toLowerCase();
    const email = `${plain}${used.has(plain) ? round : ''}@larkspur.example`;
    if (used.has(email)) continue;
    used.add(plain).add(email);
    yield { firstName, lastName, email };
  }
}

/** A password of four words and two digits, told to whoever opens the demo. */
export function demoPassword(chance: Chance): string {
  const words = Array.from({ length: 4 }, () => chance.pick(WORDS));
  return `${words.join('-')}-${10 + chance.below(90)}`;
}
