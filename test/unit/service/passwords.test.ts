import { describe, expect, it } from 'vitest';
import { argon2Passwords } from '#main/service/passwords.ts';
import { passwordFaults, passwordStrength } from '#shared/password.ts';

const ANA = { names: ['Ana', 'Bergström', 'ana.bergstrom@x.example'] };

describe('password rules', () => {
  it.each([
    ['eleven characters', 'abcdefgh-31', /at least 12/],
    ['129 characters', 'aB3-'.repeat(33), /at most 128/],
    ['a common password', '1qaz2wsx3edc', /most common/],
    ['a common password in capitals', '1QAZ2WSX3EDC', /most common/],
    ['one letter again and again', 'zzzzzzzzzzzzzz', /most common/],
    ['a count', '123456789012', /most common/],
    ['the own name', 'hello-bergström-9', /name/],
    ['a part of the own address', 'hello-bergstrom-9', /name/],
  ])('refuse %s', (_what, password, message) => {
    expect(passwordFaults(password, ANA).join(' ')).toMatch(message);
    expect(passwordStrength(password, ANA)).toBe(0);
  });

  it.each(['sturdy-lantern-47-orbit', 'Ein Satz mit Löwen und 3 Äpfeln', '正しい馬電池ホッチキスと青い空'])(
    'allow %s',
    (password) => {
      expect(passwordFaults(password, ANA)).toEqual([]);
      expect(passwordStrength(password, ANA)).toBeGreaterThan(0);
    },
  );
});

describe('password hashing', () => {
  const passwords = argon2Passwords();

  it('is Argon2id with 64 MiB, three passes and one lane', async () => {
    expect(await passwords.hash('sturdy-lantern-47-orbit')).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  });

  it('verifies the right password however its letters are composed, and no other', async () => {
    const hash = await passwords.hash('Ein-Löwe-frisst-3-Äpfel');
    expect(await passwords.verify(hash, 'Ein-Löwe-frisst-3-Äpfel'.normalize('NFD'))).toBe(true);
    expect(await passwords.verify(hash, 'Ein-Lowe-frisst-3-Apfel')).toBe(false);
  });

  it('says no to a person without a password', async () => {
    expect(await passwords.verify(null, 'sturdy-lantern-47-orbit')).toBe(false);
  });
});
