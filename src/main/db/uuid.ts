/** A source of UUIDv7 (RFC 9562): ordered by the clock given, and within a millisecond by a counter. */
export function uuidV7Source(now: () => number, random: (bytes: Uint8Array) => void): () => string {
  let last = -1;
  let counter = 0;
  const bytes = new Uint8Array(16);
  return () => {
    const time = Math.max(now(), last);
    random(bytes);
    // RFC 9562 method 1: a 12-bit counter in rand_a keeps ids of one millisecond in the order they were made.
    if (time === last) {
      counter += 1;
    } else {
      counter = ((bytes[6] as number) << 4) & 0x3ff;
      last = time;
    }
    if (counter > 0xfff) {
      last += 1;
      counter = 0;
    }
    const stamp = last;
    for (let index = 0; index < 6; index++) bytes[index] = Math.floor(stamp / 2 ** (8 * (5 - index))) & 0xff;
    bytes[6] = 0x70 | (counter >>> 8);
    bytes[7] = counter & 0xff;
    bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}
