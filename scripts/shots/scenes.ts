/** Every picture, one line each. */
import * as deed from "./deeds";

/** `demo` is full, `empty` has an admin and nothing else, `broken` cannot read its tokens, `new` has nobody yet. */
type Instance = "demo" | "empty" | "broken" | "new";

export interface Scene {
  name: string;
  on: Instance;
  path: string;
  /** Without a session. */
  signedOut?: boolean;
  act?: deed.Deed;
  /** Leaves something behind: taken after all others, in every look. */
  changes?: boolean;
  /** At 360 px only. */
  narrow?: boolean;
  /** The file in docs/images that shows it, light and wide. */
  readme?: string;
}

const tokens = "/settings/tokens";
const fleet = "/fleets/platform";
const machines = `${fleet}/machines`;
const {
  choose,
  fill,
  goAway,
  maskSecret,
  open,
  openMenu,
  pick,
  press,
  refuse,
  scrollDialog,
  see,
  steps,
  tick,
} = deed;
const signIn = steps(
  fill("E-mail", "nobody@example.com"),
  fill("Password", "not the right password"),
  press("Sign in"),
);
const create = open("Create token");
const filled = steps(
  create,
  fill("Name", "deploy-checkout-api"),
  tick("machines:read", "deployments:read", "deployments:write"),
);
const created = steps(filled, press("Create token"), see("is ready"));

// biome-ignore format: a table, one line each
export const scenes: readonly Scene[] = [
  { name: "overview", on: "demo", path: "/" },
  { name: "empty-overview", on: "empty", path: "/" },
  { name: "sign-in", on: "demo", path: "/sign-in", signedOut: true },
  { name: "tokens", on: "demo", path: tokens, readme: "tokens.png" },
  { name: "tokens-by-use", on: "demo", path: `${tokens}?sort=-last_used_at` },
  { name: "tokens-by-expiry", on: "demo", path: `${tokens}?sort=expires_at` },
  { name: "tokens-search", on: "demo", path: `${tokens}?q=grafana` },
  { name: "tokens-nothing-found", on: "demo", path: `${tokens}?q=nothing-like-this` },
  { name: "tokens-expired", on: "demo", path: `${tokens}?status=expired` },
  { name: "tokens-revoked", on: "demo", path: `${tokens}?status=revoked` },
  { name: "tokens-odd-names", on: "demo", path: `${tokens}?q=a&sort=-name&status=all` },
  { name: "tokens-last-rows", on: "demo", path: tokens, act: (page) => page.getByRole("button", { name: "Next" }).scrollIntoViewIfNeeded() },
  { name: "token-menu", on: "demo", path: tokens, act: openMenu() },
  { name: "token-details", on: "demo", path: `${tokens}?q=terraform`, act: steps(openMenu(), choose("Details")) },
  { name: "token-details-long", on: "demo", path: `${tokens}?q=replicate`, act: steps(openMenu(), choose("Details")) },
  { name: "token-details-many-scopes", on: "demo", path: `${tokens}?q=platform-migration`, act: steps(openMenu(), choose("Details")) },
  { name: "token-details-revoked", on: "demo", path: `${tokens}?status=revoked`, act: steps(openMenu(), choose("Details")) },
  { name: "token-edit", on: "demo", path: tokens, act: steps(openMenu(), choose("Edit")) },
  { name: "token-pause", on: "demo", path: `${tokens}?q=prometheus`, act: steps(openMenu(), choose("Pause")) },
  { name: "token-rotate", on: "demo", path: `${tokens}?q=prometheus`, act: steps(openMenu(), choose("Rotate")) },
  { name: "token-revoke", on: "demo", path: `${tokens}?q=prometheus`, act: steps(openMenu(), choose("Revoke")) },
  { name: "revoke-all", on: "demo", path: tokens, act: steps(open("Revoke all"), see(/tokens? will be refused/)) },
  { name: "pause-all", on: "demo", path: tokens, act: steps(open("Pause all"), see(/tokens? will be refused/)) },
  { name: "create", on: "demo", path: tokens, act: create },
  { name: "create-filled", on: "demo", path: tokens, act: filled, readme: "create.png" },
  { name: "create-filled-end", on: "demo", path: tokens, act: steps(filled, scrollDialog) },
  { name: "create-everything", on: "demo", path: tokens, act: steps(create, fill("Name", "my-laptop"), pick("Everything I may do")) },
  { name: "create-errors", on: "demo", path: tokens, act: steps(create, press("Create token"), see("Enter a name.")) },
  { name: "create-date-missing", on: "demo", path: tokens, act: steps(filled, pick("Date"), press("Create token"), see(/Choose the last day/), scrollDialog) },
  { name: "create-refused", on: "demo", path: tokens, act: steps(refuse("**/api/v1/tokens", 422, { code: "validation_failed", errors: [{ path: "name", code: "custom", message: "This name is not wanted here." }] }), filled, press("Create token"), see("not wanted here")) },
  { name: "create-server-away", on: "demo", path: tokens, act: steps(goAway("**/api/v1/tokens"), filled, press("Create token"), see(/cannot be reached|not reach/)) },
  { name: "machines", on: "demo", path: machines },
  { name: "machines-register", on: "demo", path: machines, act: open("Register machine") },
  { name: "machines-register-errors", on: "demo", path: machines, act: steps(open("Register machine"), press("Register machine")) },
  { name: "machines-menu", on: "demo", path: machines, act: openMenu() },
  { name: "machines-edit", on: "demo", path: machines, act: steps(openMenu(), choose("Edit")) },
  { name: "machines-deregister", on: "demo", path: machines, act: steps(openMenu(), choose("Deregister")) },
  { name: "machines-namespace", on: "demo", path: `${machines}?namespace=staging` },
  { name: "machines-nothing-found", on: "demo", path: `${machines}?q=nothing-like-this` },
  { name: "machines-nothing-with-it", on: "demo", path: `${machines}?namespace=staging&tag=nothing-like-this` },
  { name: "fleets", on: "demo", path: "/fleets" },
  { name: "fleets-create", on: "demo", path: "/fleets", act: steps(open("Create fleet"), fill("Name", "Data platform")) },
  { name: "fleets-rename", on: "demo", path: "/fleets", act: open(/^Rename Platform/) },
  { name: "members", on: "demo", path: `${fleet}/members` },
  { name: "members-add", on: "demo", path: `${fleet}/members`, act: open("Add member") },
  { name: "members-add-unknown", on: "demo", path: `${fleet}/members`, act: steps(open("Add member"), fill("E-mail", "nobody@example.com"), press("Add member"), see(/nobody|no active/i)) },
  { name: "members-menu", on: "demo", path: `${fleet}/members`, act: openMenu(/Mei/) },
  { name: "members-role", on: "demo", path: `${fleet}/members`, act: steps(openMenu(/Mei/), choose("Change role"), pick(/^viewer/)) },
  { name: "members-remove", on: "demo", path: `${fleet}/members`, act: steps(openMenu(/Mei/), choose("Remove from Platform"), see("Revoked for good")) },
  { name: "namespaces", on: "demo", path: `${fleet}/namespaces` },
  { name: "namespaces-add", on: "demo", path: `${fleet}/namespaces`, act: open("Add namespace") },
  { name: "namespaces-in-use", on: "demo", path: `${fleet}/namespaces`, act: open(/^Remove production/) },
  { name: "fleet-tokens", on: "demo", path: `${fleet}/tokens` },
  { name: "fleet-tokens-create", on: "demo", path: `${fleet}/tokens`, act: create },
  { name: "fleet-tokens-reaching", on: "demo", path: `${fleet}/tokens?show=reaching` },
  { name: "fleet-tokens-shut-out", on: "demo", path: `${fleet}/tokens?show=reaching&q=restart-auth`, act: steps(openMenu(/Jonas|Mei|Rafael|Priya/), choose("Shut out of Platform")) },
  { name: "users", on: "demo", path: "/admin/users" },
  { name: "users-menu", on: "demo", path: "/admin/users", act: openMenu(/Mei/) },
  { name: "users-invite", on: "demo", path: "/admin/users", act: open("Invite user") },
  { name: "users-deactivate", on: "demo", path: "/admin/users", act: steps(openMenu(/Mei/), choose("Deactivate"), see(/tokens? (is|are) revoked/)) },
  { name: "users-make-admin", on: "demo", path: "/admin/users", act: steps(openMenu(/Jonas/), choose("Make instance admin")) },
  { name: "users-link", on: "demo", path: "/admin/users", changes: true, act: steps(openMenu(/Inga/), choose("New invite link"), press(/^(Make|New).*link/), see("the only time")) },
  { name: "all-tokens", on: "demo", path: "/admin/tokens" },
  { name: "all-tokens-details", on: "demo", path: "/admin/tokens?q=restart-auth", act: steps(openMenu(), choose("Details")) },
  { name: "all-tokens-pause", on: "demo", path: "/admin/tokens?kind=personal&q=ansible", act: steps(openMenu(/Mei|Jonas|Rafael|Priya|Tomasz/), choose("Pause")) },
  { name: "invite-dead", on: "demo", path: "/invite#made-up", signedOut: true, act: see("does not work any more") },
  { name: "reset-broken", on: "demo", path: "/reset", signedOut: true, act: see("not whole") },
  { name: "security", on: "demo", path: "/settings/security" },
  { name: "security-end-all", on: "demo", path: "/settings/security", act: open("Sign out everywhere") },
  { name: "menu-sheet", on: "demo", path: tokens, narrow: true, act: open("Menu") },
  { name: "not-found", on: "demo", path: "/settings/nowhere" },
  { name: "not-found-fleet", on: "demo", path: "/fleets/elsewhere/machines" },
  { name: "not-found-signed-out", on: "demo", path: "/nowhere", signedOut: true },
  { name: "sign-in-wrong", on: "demo", path: "/sign-in", signedOut: true, act: steps(signIn, see(/wrong/)) },
  { name: "sign-in-throttled", on: "demo", path: "/sign-in", signedOut: true, act: steps(refuse("**/api/auth/callback/credentials", 429, { code: "too_many_attempts" }), signIn, see(/Wait 2 minutes/)) },
  { name: "sign-in-server-away", on: "demo", path: "/sign-in", signedOut: true, act: steps(goAway("**/api/auth/csrf"), signIn, see(/cannot be reached/)) },
  { name: "secret", on: "demo", path: tokens, changes: true, act: steps(created, maskSecret), readme: "secret.png" },
  { name: "secret-not-copied", on: "demo", path: tokens, changes: true, act: steps(created, press("Done"), see(/not copied/)) },
  { name: "empty-tokens", on: "empty", path: tokens },
  { name: "empty-create", on: "empty", path: tokens, act: create },
  { name: "empty-machines", on: "empty", path: "/fleets/default/machines" },
  { name: "empty-security", on: "empty", path: "/settings/security" },
  { name: "empty-members", on: "empty", path: "/fleets/default/members" },
  { name: "empty-namespaces", on: "empty", path: "/fleets/default/namespaces" },
  { name: "empty-fleet-tokens", on: "empty", path: "/fleets/default/tokens" },
  { name: "empty-users", on: "empty", path: "/admin/users" },
  { name: "server-error", on: "broken", path: tokens },
  { name: "set-up", on: "new", path: "/setup", signedOut: true },
  { name: "set-up-errors", on: "new", path: "/setup", signedOut: true, act: steps(fill("Password", "too short"), press("Create the first admin")) },
];
