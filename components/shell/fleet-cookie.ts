/** Remembers the fleet looked at, so that the server draws the same rail after a reload. Nothing is decided by it. */
export const fleetCookie = "cabinet-fleet";
