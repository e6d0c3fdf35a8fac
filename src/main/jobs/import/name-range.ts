const [SPACE, TAB, CARRIAGE_RETURN] = [32, 9, 13];

/** First bytes of the UTF-8 characters that `String.prototype.trim` takes away and that are not ASCII. */
const WIDE_SPACES = new Set([0xc2, 0xe1, 0xe2, 0xe3, 0xef]);

const isSpace = (byte: number): boolean => byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN);

/** Where a text without the spaces around it lies; one object for all rows, as one for each would cost more. */
export class NameRange {
  from = 0;
  to = 0;

  /**
   * Finds what `String.prototype.trim` leaves of the UTF-8 bytes [from, to). False if that can't be told by its ASCII
   * characters.
   */
  trim(bytes: Uint8Array, from: number, to: number): boolean {
    let [first, end] = [from, to];
    while (first < end && isSpace(bytes[first] as number)) first += 1;
    while (first < end && isSpace(bytes[end - 1] as number)) end -= 1;
    this.from = first;
    this.to = end;
    return first === end || !(WIDE_SPACES.has(bytes[first] as number) || endsWide(bytes, first, end));
  }
}

function endsWide(bytes: Uint8Array, from: number, to: number): boolean {
  if ((bytes[to - 1] as number) < 0x80) return false;
  let at = to - 1;
  while (at > from && ((bytes[at] as number) & 0xc0) === 0x80) at -= 1;
  return WIDE_SPACES.has(bytes[at] as number);
}
