interface WordmarkProps {
  /** The mark without the word. */
  readonly markOnly?: boolean;
  readonly size?: number;
}

/** Rolecall's mark (three people on a call list, one answering) and name. */
export function Wordmark({ markOnly = false, size = 22 }: WordmarkProps) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 9 }}>
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        aria-label={markOnly ? 'Rolecall' : undefined}
        aria-hidden={!markOnly}
      >
        <rect width="24" height="24" rx="6.5" fill="#4453bd" />
        <circle cx="7.2" cy="7.4" r="1.9" fill="#fff" />
        <circle cx="7.2" cy="12.3" r="1.9" fill="#fff" opacity="0.55" />
        <circle cx="7.2" cy="17.2" r="1.9" fill="#fff" opacity="0.55" />
        <path
          d="M11.4 7.4h6.2M11.4 12.3h4.2M11.4 17.2h5.2"
          stroke="#fff"
          strokeWidth="2"
          strokeLinecap="round"
          opacity="0.9"
        />
      </svg>
      {markOnly ? null : (
        <span style={{ fontSize: size * 0.7, fontWeight: 650, letterSpacing: '-0.02em' }}>Rolecall</span>
      )}
    </span>
  );
}
