import type { Passwords } from '../handlers/handler.ts';

// OWASP's and RFC 9106's second choice: 64 MiB, three passes, one lane. The library runs it off this thread.
// Algorithm 2 is Argon2id; the library's enum is ambient and can't be named here.
const SETTINGS = {
  algorithm: 2 as const,
  memoryCost: 65_536,
  timeCost: 3,
  parallelism: 1,
};

// Machine code that nobody needs before the first sign-in.
const argon2 = () => import('@node-rs/argon2');

/** Argon2id password hashing; hashes are PHC strings that carry their own salt and settings. */
export function argon2Passwords(): Passwords {
  let decoy: Promise<string> | undefined;
  return {
    hash: async (password) => (await argon2()).hash(password.normalize('NFC'), SETTINGS),
    async verify(known, password) {
      const { hash, verify } = await argon2();
      decoy ??= hash('a person who does not exist', SETTINGS);
      const matches = await verify(known ?? (await decoy), password.normalize('NFC'));
      return known !== null && matches;
    },
  };
}
