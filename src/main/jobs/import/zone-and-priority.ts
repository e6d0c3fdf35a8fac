const known = new Map<string, string | null>();

/** The IANA time zone that a cell names, in its usual spelling; null if there is no such zone. */
export function zoneNamed(cell: string): string | null {
  const text = cell.trim();
  let zone = known.get(text);
  if (zone === undefined) {
    zone = canonical(text);
    if (known.size < 10_000) known.set(text, zone);
  }
  return zone;
}

function canonical(text: string): string | null {
  // Offsets such as +02:00 say nothing of summer time, and three-letter names mean several zones.
  if (!/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2}$/.test(text) && text.toUpperCase() !== 'UTC') return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The priority that a cell gives, from 0 to 1,000,000; null if it gives none. */
export function priorityOf(cell: string): number | null {
  const text = cell.trim();
  if (!/^\d{1,7}$/.test(text)) return null;
  const priority = Number(text);
  return priority <= 1_000_000 ? priority : null;
}
