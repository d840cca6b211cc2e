/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.UNLOOP_DIST_DIR ?? '.next',
  // Types are checked by `npm run check`; a first start does not wait for them. Next adds each distDir to the tsconfig that
  // it builds with, so the scripts give it one of its own.
  typescript: { ignoreBuildErrors: true, tsconfigPath: process.env.UNLOOP_TSCONFIG ?? 'tsconfig.json' },
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: [
    '@kubernetes/client-node',
    '@prisma/client',
    '@prisma/adapter-libsql',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
  ],
};
export default config;
