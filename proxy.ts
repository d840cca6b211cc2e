import { NextResponse, type NextRequest } from 'next/server';
import { isForeignHost } from './lib/service/authorise';

/**
 * Gives each page a Content-Security-Policy with a nonce for Next's own inline scripts. It decides nothing about who may
 * see what: that is done in the verbs of lib/service. They refuse a foreign Host too; here it only gets a plain answer. `/api` stays out of its matcher, for with a proxy in front Next
 * silently cuts request bodies at 10 MB, and recordings are larger.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (await isForeignHost(request.headers.get('host'))) {
    const words =
      'This Unloop answers on this machine only. Open it as http://127.0.0.1 or http://localhost with its port.\n';
    return new NextResponse(words, { status: 403, headers: { 'cache-control': 'private, no-store' } });
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
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'private, no-store');
  return response;
}

export const config = {
  matcher: [
    {
      // Files with a dot in their last part (the icon, a saved report) bring their own headers.
      source: '/((?!api/|_next/|livez|readyz|metrics|.*/report\\.html$|icon\\.svg).*)',
    },
  ],
};
