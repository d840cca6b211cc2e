import { NextResponse, type NextRequest } from 'next/server';
import { askedClusterHeader } from './app/asked-cluster';
import { isForeignHost } from './lib/service/authorise';
import { defaultCluster } from './lib/service/default-cluster';

/**
 * Gives each page a Content-Security-Policy with a nonce for Next's own inline scripts. It decides nothing about who may
 * see what: that is done in the verbs of lib/service. They refuse a foreign Host too; here it only gets a plain answer.
 * It tells the pages which cluster the address names, since layouts are not told the query. `/api` stays out of its
 * matcher, for with a proxy in front Next silently cuts request bodies at 10 MB, and recordings are larger.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (await isForeignHost(request.headers.get('host'))) {
    const words =
      'This Unloop answers on this machine only. Open it as http://127.0.0.1 or http://localhost with its port.\n';
    return new NextResponse(words, { status: 403, headers: { 'cache-control': 'private, no-store' } });
  }
  const { pathname, searchParams } = request.nextUrl;
  const asked = searchParams.get('cluster') ?? '';
  if (asked === '' && aboutOneCluster.test(pathname)) {
    const cluster = await defaultCluster();
    if (cluster !== null) return toCluster(request, cluster);
  }
  const nonce = btoa(crypto.randomUUID());
  const development = process.env.NODE_ENV === 'development';
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Places on the strip are style attributes; they carry numbers that the server computed, and no other markup may.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.delete(askedClusterHeader);
  if (asked !== '') headers.set(askedClusterHeader, encodeURIComponent(asked));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'private, no-store');
  return response;
}

/** Pages that mean one cluster; /p/ looks through all of them. */
const aboutOneCluster = /^\/(?:$|w\/|about$)/;

/** Where several clusters are watched the address says which: a link that is sent on means the same tomorrow. */
function toCluster({ nextUrl }: NextRequest, cluster: string): NextResponse {
  const url = nextUrl.clone();
  url.searchParams.set('cluster', cluster);
  return NextResponse.redirect(url, { status: 307, headers: { 'cache-control': 'private, no-store' } });
}

export const config = {
  matcher: [
    {
      // Files with a dot in their last part (the icon, a saved report) bring their own headers.
      source: '/((?!api/|_next/|livez|readyz|metrics|.*/report\\.html$|icon\\.svg).*)',
    },
  ],
};
