/** Ready lines for the places where a secret goes. `origin` is the cabinet's own address. */
export function curlSnippet(origin: string, secret: string): string {
  return [
    // By standard input: arguments are seen by other users. A leading space keeps the line out of most histories.
    ` export CABINET_TOKEN=${secret}`,
    'printf "Authorization: Bearer $CABINET_TOKEN" |',
    `  curl -H @- ${origin}/api/v1/whoami`,
  ].join("\n");
}

export function actionsSnippet(origin: string): string {
  return [
    "- name: Ask the cabinet who this is",
    "  env:",
    "    CABINET_TOKEN: $" + "{{ secrets.CABINET_TOKEN }}",
    "  run: |",
    '    printf "Authorization: Bearer $CABINET_TOKEN" |',
    `      curl --fail -H @- ${origin}/api/v1/whoami`,
  ].join("\n");
}

export function environmentSnippet(origin: string, secret: string): string {
  return `CABINET_URL=${origin}\nCABINET_TOKEN=${secret}`;
}
