import { beforeAll, describe, expect, it } from 'vitest';
import { fieldNames, fieldOf } from '#renderer/components/field-shape.ts';
import { faultsFromService, faultsOf, withoutBlanks } from '#renderer/components/form-values.ts';
import { startTexts } from '#renderer/texts/texts.ts';
import { type OperationName, operations } from '#shared/operations/index.ts';

const fieldsOf = (operation: OperationName) => fieldNames(operation).map((name) => fieldOf(operation, name));

describe('a form made from a declaration', () => {
  beforeAll(startTexts);

  it('takes label, kind and limits of each field from the declared input', () => {
    expect(fieldOf('users.create', 'firstName')).toMatchObject({
      label: 'First name',
      kind: 'text',
      required: true,
    });
    expect(fieldOf('users.create', 'email')).toMatchObject({ label: 'E-mail', kind: 'email' });
    expect(fieldOf('users.create', 'password')).toMatchObject({ label: 'Password', kind: 'new-password' });
    expect(fieldOf('users.create', 'active')).toMatchObject({
      label: 'Active',
      kind: 'switch',
      initial: true,
    });
    expect(fieldOf('session.signIn', 'password')).toMatchObject({ kind: 'password' });
    expect(fieldOf('broadcasts.create', 'lines')).toMatchObject({
      kind: 'number',
      min: 1,
      max: 1000,
      initial: 20,
    });
    expect(fieldOf('exports.rawLog', 'channel')).toMatchObject({ kind: 'choice', optional: true });
    expect(fieldOf('exports.rawLog', 'profile').options).toEqual(['spreadsheet', 'raw', 'dialer']);
  });

  it('knows every declared field of every operation', () => {
    for (const name of Object.keys(operations) as OperationName[]) {
      for (const field of fieldsOf(name)) expect(field.label, `${name} ${field.name}`).not.toBe('');
    }
  });

  it('says in words what is missing', () => {
    const faults = faultsOf(
      'users.create',
      { firstName: ' ', email: 'ana', node: null },
      fieldsOf('users.create'),
    );
    expect(faults).toMatchObject({
      node: 'Choose Account.',
      firstName: 'Enter a first name.',
      lastName: 'Fill in Last name.',
      email: 'Enter an e-mail address, such as ana@example.com.',
    });
  });

  it('refuses a repeated password that differs', () => {
    const values = { current: 'a', password: 'long enough words', repeat: 'long enough word' };
    expect(faultsOf('session.changePassword', values, fieldsOf('session.changePassword'))).toEqual({
      repeat: 'The two passwords differ.',
    });
  });

  it('says the limits of a number', () => {
    const fields = fieldsOf('broadcasts.create');
    expect(faultsOf('broadcasts.create', { lines: 0 }, fields)['lines']).toBe('Use at least 1.');
    expect(faultsOf('broadcasts.create', { lines: 2000 }, fields)['lines']).toBe('Use at most 1000.');
    expect(faultsOf('broadcasts.create', { lines: 1.5 }, fields)['lines']).toBe('Enter a whole number.');
    expect(faultsOf('broadcasts.create', { lines: '' }, fields)['lines']).toBeUndefined();
  });

  it('sends nothing for what was left empty', () => {
    expect(withoutBlanks({ channel: null, direction: '', node: 'x' }, fieldsOf('exports.rawLog'))).toEqual({
      node: 'x',
    });
  });

  it('puts faults from the service at their field, and the others together', () => {
    const fields = fieldsOf('users.setPassword').filter(({ name }) => name !== 'id');
    const faults = [
      { path: 'password', message: 'That password is common.' },
      { path: 'id', message: 'No such user.' },
      { path: '', message: 'Try again.' },
    ];
    expect(faultsFromService(faults, fields)).toEqual({
      password: 'That password is common.',
      '': 'No such user. Try again.',
    });
  });
});
