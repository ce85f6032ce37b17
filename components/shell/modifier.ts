/** How the key is called on this keyboard. In the browser only. */
export function modifier(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";
}
