/** The session cookie: an encrypted JWT that carries the id of a session row and nothing else. */

import { createHmac, timingSafeEqual } from "node:crypto";
import { decode } from "next-auth/jwt";
import { isUuid } from "@/lib/database/uuid";
import { env } from "@/lib/env";

/** `__Host-` ties the cookie to this host and https; plain http has no such prefix. */
export const sessionCookieName = () =>
  env().secure ? "__Host-next-auth.session-token" : "next-auth.session-token";

const deviceCookieName = () => (env().secure ? "__Host-cabinet.device" : "cabinet.device");

function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** The session id that a Cookie header carries, whatever has become of that session. */
export async function sessionIdFrom(cookieHeader: string | null): Promise<string | null> {
  const token = readCookie(cookieHeader, sessionCookieName());
  if (!token) return null;
  try {
    const payload = await decode({ token, secret: env().secret });
    const sid = payload?.sid;
    return typeof sid === "string" && isUuid(sid) ? sid : null;
  } catch {
    // Another secret's cookie, or a made-up one.
    return null;
  }
}

const sign = (email: string) =>
  createHmac("sha256", env().secret).update(`device:${email}`).digest("base64url");

/** Whether this browser has signed in to that account before; it is then spared the account's throttle. */
export function isKnownDevice(cookieHeader: string | null, email: string): boolean {
  const given = Buffer.from(readCookie(cookieHeader, deviceCookieName()) ?? "");
  const expected = Buffer.from(sign(email));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The Set-Cookie line that makes a device known for a year. */
export function deviceCookie(email: string): string {
  const secure = env().secure ? "; Secure" : "";
  return `${deviceCookieName()}=${sign(email)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000${secure}`;
}
