/** The servers whose pages are taken, and a session of each one's admin. */
import path from "node:path";
import pg from "pg";
import { type Admin, type Cabinet, startCabinet } from "../../e2e/cabinet";
import { Script } from "../../e2e/script";
import type { Scene } from "./scenes";

/** As the list of sessions is to show it. */
const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const ADMIN: Admin = { email: "ada@example.com", password: "a password for the pictures" };

export interface Instance {
  url: string;
  /** The address that a scene means; a new instance is opened by its link. */
  addressOf(scene: Scene): string;
  /** The session's cookies, as a header. */
  cookies: string | null;
  stop(): Promise<unknown>;
}

export async function startInstance(
  kind: Scene["on"],
  demo: { dataDir: string; admin: Admin },
): Promise<Instance> {
  const admin = kind === "demo" ? demo.admin : kind === "new" ? null : ADMIN;
  const cabinet = await startCabinet({
    ...(kind === "demo" ? { dataDir: demo.dataDir } : admin ? { admin } : {}),
  });
  const cookies = admin ? await signIn(cabinet, admin) : null;
  if (kind === "broken") await breakTokens(cabinet.dataDir);
  return {
    url: cabinet.url,
    addressOf: (scene) => (kind === "new" && cabinet.setupUrl ? cabinet.setupUrl : cabinet.url + scene.path),
    cookies,
    stop: () => cabinet.stop({ keepData: kind === "demo" }),
  };
}

async function signIn(cabinet: Cabinet, { email, password }: Admin): Promise<string> {
  const script = new Script(cabinet.url, BROWSER);
  const answer = await script.signIn(email, password);
  if (answer.status !== 200) throw new Error(`signing in to ${cabinet.url} gave ${answer.status}`);
  return script.cookies();
}

/** The one thing that no page can do without, taken away as the database's owner. */
async function breakTokens(dataDir: string): Promise<void> {
  const client = new pg.Client({
    host: path.join(dataDir, "postgres/socket"),
    user: "cabinet_owner",
    database: "cabinet",
  });
  await client.connect();
  await client.query("REVOKE SELECT ON tokens FROM cabinet_app");
  await client.end();
}
