/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.UNLOOP_DIST_DIR ?? '.next',
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
