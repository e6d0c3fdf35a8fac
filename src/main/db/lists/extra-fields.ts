/** The extra fields of an entry as they are stored: a JSON array by position, or null if all are empty. */
export function packFields(values: readonly string[]): string | null {
  let last = values.length;
  while (last > 0 && values[last - 1] === '') last -= 1;
  return last === 0 ? null : JSON.stringify(last === values.length ? values : values.slice(0, last));
}

/** The values of stored extra fields. */
export function unpackFields(packed: string | null): string[] {
  return packed === null ? [] : (JSON.parse(packed) as string[]);
}

/** The extra fields as one line: 'Field: value · ...', empty ones left out; cells beyond the header go by number. */
export function fieldsLine(names: readonly string[], packed: string | null): string {
  return unpackFields(packed)
    .flatMap((value, index) =>
      value === '' ? [] : [`${names[index] ?? `Extra ${index + 1 - names.length}`}: ${value}`],
    )
    .join(' · ');
}
