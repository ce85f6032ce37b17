/** Ready lines for the places where a secret goes. `origin` is the cabinet's own address. */
export function curlSnippet(origin: string, secret: string): string {
  return [
    `export CABINET_TOKEN=${secret}`,
    'curl -H "Authorization: Bearer $CABINET_TOKEN" \\',
    `  ${origin}/api/v1/whoami`,
  ].join("\n");
}

export function actionsSnippet(origin: string): string {
  return [
    "- name: Ask the cabinet who this is",
    "  env:",
    "    CABINET_TOKEN: $" + "{{ secrets.CABINET_TOKEN }}",
    "  run: |",
    '    curl --fail -H "Authorization: Bearer $CABINET_TOKEN" \\',
    `      ${origin}/api/v1/whoami`,
  ].join("\n");
}

export function environmentSnippet(origin: string, secret: string): string {
  return `CABINET_URL=${origin}\nCABINET_TOKEN=${secret}`;
}
