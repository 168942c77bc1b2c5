/** The final mix of MurmurHash3: every bit of the input moves every bit of the answer. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A 32-bit number that depends on nothing but its three arguments, so any day can be computed without those before it. */
export const hashOf = (a: number, b: number, c = 0): number =>
  mixed(Math.imul(mixed(Math.imul(mixed(a | 0) + (b | 0), 0x9e3779b1) | 0) + (c | 0), 0x85ebca77) | 0);

/** The same as a fraction in [0, 1). */
export const fractionOf = (a: number, b: number, c = 0): number => hashOf(a, b, c) / 4_294_967_296;

/** FNV-1a of a text: names become the first argument of the functions above. */
export function nameHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** So many hexadecimal digits, as cloud identifiers carry them. */
export function hexOf(seed: number, index: number, length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part++)
    text += hashOf(seed, index, part + 1)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, length);
}

/** A UUID of version 4 in form; its bits come from the seed. */
export function uuidOf(seed: number, index: number): string {
  const hex = hexOf(seed, index, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
