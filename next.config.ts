import type { NextConfig } from "next";

// Read by the build. The server hands it to Next itself (server.ts), so that no start has to compile it again.
const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` checks the types of everything; a start has no need to do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
