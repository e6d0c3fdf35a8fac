/**
 * Maps custom schemes to addresses that Chromium knows how to treat. An installed Chromium can't be taught
 * `app://`, so `app://rolecall/x` becomes `https://rolecall.app.invalid/x`: a secure context under a name that
 * never resolves (RFC 2606), answered from inside. App code only ever sees the `app://` form.
 */
export class SchemeMap {
  private readonly schemes = new Set<string>();

  add(scheme: string): void {
    this.schemes.add(scheme.toLowerCase());
  }

  /** The address for Chromium; others are returned unchanged. */
  toPage(address: string): string {
    const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(address);
    const scheme = match?.[1]?.toLowerCase() ?? '';
    if (!match || !this.schemes.has(scheme)) return address;
    const host = match[2] ? `${match[2].toLowerCase()}.` : '';
    const rest = match[3] ?? '';
    return `https://${host}${scheme}.invalid${rest.startsWith('/') ? rest : `/${rest}`}`;
  }

  /** The address for app code; others are returned unchanged. */
  toApp(address: string): string {
    const match = /^https:\/\/([^/?#]*)(.*)$/is.exec(address);
    if (!match) return address;
    const host = match[1] ?? '';
    for (const scheme of this.schemes) {
      if (host === `${scheme}.invalid`) return `${scheme}://${match[2] ?? ''}`;
      const tail = `.${scheme}.invalid`;
      if (host.endsWith(tail)) return `${scheme}://${host.slice(0, -tail.length)}${match[2] ?? ''}`;
    }
    return address;
  }

  isMapped(address: string): boolean {
    return this.toApp(address) !== address;
  }

  /** A header value (a Content-Security-Policy) in which custom schemes are replaced by what stands for them. */
  rewriteHeader(value: string): string {
    let out = value;
    for (const scheme of this.schemes) {
      out = out.replace(
        new RegExp(`\\b${escape(scheme)}://([a-z0-9.-]+)`, 'gi'),
        `https://$1.${scheme}.invalid`,
      );
      out = out.replace(
        new RegExp(`(^|[\\s;,])${escape(scheme)}:(?=[\\s;,]|$)`, 'gi'),
        `$1https://*.${scheme}.invalid`,
      );
    }
    return out;
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The map of this process. */
export const schemes = new SchemeMap();
