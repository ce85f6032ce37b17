/** Not TypeScript: every start reads it, and would first have to compile it. @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` checks the types of everything; a start has no need to do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
