import { z } from 'zod';

const WHAT: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'a set of fields',
  null: 'nothing',
};

const named = (type: string): string => WHAT[type] ?? `a value of type ${type}`;

/** What a person is told of a fault for which a schema has no words of its own: whole sentences, no type names. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This is missing.' : `This must be ${named(issue.expected)}.`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `This is too long; the most is ${issue.maximum}.`
        : `This must be at most ${issue.maximum}.`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `This is too short; the least is ${issue.minimum}.`
        : `This must be at least ${issue.minimum}.`;
    case 'invalid_value':
      return `This must be one of: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_format':
      return 'This is not written as it must be.';
    default:
      return undefined;
  }
}

// The renderer's content security policy forbids `new Function`, which zod otherwise compiles parsers with.
z.config({ jitless: true, customError: inWords });

export { z };
