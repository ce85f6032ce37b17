/** Addresses and ranges as typed, one a line or with commas between them. */
export function addressesFrom(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((part) => part !== ""))];
}
