/** What the command line was asked to do. */
export interface Arguments {
  /** An operation's name, `operations` or `demo`; null: help. */
  readonly command: string | null;
  readonly as: string | null;
  /** JSON, or `@file` to read it from. */
  readonly input: string | null;
  readonly workspace: string | undefined;
  readonly seed: number;
  readonly json: boolean;
  /** With `operations`: the permissions that guard none. */
  readonly missing: boolean;
}

const VALUED = new Set(['--as', '--input', '--workspace', '--seed']);
const FLAGS = new Set(['--json', '--missing', '--help', '-h']);

/** Reads the arguments; a string is what is wrong with them, as a sentence. */
export function readArguments(argv: readonly string[]): Arguments | string {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] as string;
    const equals = word.indexOf('=');
    const name = word.startsWith('--') && equals > 0 ? word.slice(0, equals) : word;
    if (VALUED.has(name)) {
      const value = name === word ? argv[++index] : word.slice(equals + 1);
      if (value === undefined) return `${name} needs a value.`;
      values.set(name, value);
    } else if (FLAGS.has(word)) flags.add(word);
    else if (word.startsWith('-')) return `There is no option ${word}.`;
    else words.push(word);
  }
  // The input may stand by itself: rolecall access.explain '{"...": ...}'
  const input = /^[{@]/.test(words[1] ?? '') ? words.splice(1, 1)[0] : undefined;
  if (input !== undefined && values.has('--input')) return 'Give the input once.';
  if (words.length > 1) return `One operation at a time: ${words.join(' ')}.`;
  const seed = Number(values.get('--seed') ?? '1');
  if (!Number.isSafeInteger(seed)) return '--seed needs a whole number.';
  if (flags.has('--missing') && words[0] !== 'operations') return '--missing goes with operations.';
  return {
    command: flags.has('--help') || flags.has('-h') ? null : (words[0] ?? null),
    as: values.get('--as') ?? null,
    input: values.get('--input') ?? input ?? null,
    workspace: values.get('--workspace'),
    seed,
    json: flags.has('--json'),
    missing: flags.has('--missing'),
  };
}
