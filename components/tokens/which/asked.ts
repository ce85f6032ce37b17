/** What was pasted, as far as it can be asked about: a whole secret, the prefix that lists show, or neither. */
const secret = /cab_(?:pat|flt)_[0-9A-Za-z]{49}(?![0-9A-Za-z])/;
const prefix = /cab_(?:pat|flt)_[0-9A-Za-z]{6}/;

export type Asked = { secret: string } | { prefix: string };

/** Found anywhere in the text, as in `Authorization: Bearer …`. Of more or less than a secret only its beginning is asked about. */
export function askedIn(text: string): Asked | null {
  const whole = secret.exec(text)?.[0];
  if (whole !== undefined) return { secret: whole };
  const beginning = prefix.exec(text)?.[0];
  return beginning === undefined ? null : { prefix: beginning };
}

/** What may be shown of it. */
export function prefixOf(asked: Asked): string {
  return "secret" in asked ? asked.secret.slice(0, 14) : asked.prefix;
}
