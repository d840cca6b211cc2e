/** On every answer; the Content-Security-Policy of pages, with its nonce, is in proxy.ts. */
const headers = Object.entries({
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}).map(([key, value]) => ({ key, value }));

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.UNLOOP_DIST_DIR ?? '.next',
  // Types are checked by `npm run check`; a first start does not wait for them. Next adds each distDir to the tsconfig that
  // it builds with, so the scripts give it one of its own.
  typescript: { ignoreBuildErrors: true, tsconfigPath: process.env.UNLOOP_TSCONFIG ?? 'tsconfig.json' },
  poweredByHeader: false,
  headers: () => [{ source: '/:path*', headers }],
  // Title and preview tags stand in the head for everyone: chats that unfurl a shared link run no script.
  htmlLimitedBots: /.*/,
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
