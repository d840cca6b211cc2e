/** What every route does around its verb: guards, counts, and the isolation of bugs. */
import 'server-only';

import { getRuntime } from '../runtime/runtime';
import { refuseForeignHost, refuseForeignOrigin } from './authorise';

export interface Serving {
  /** Throws `forbidden` for a request under a foreign name, or from a page of another site. */
  guard(): void;
  /** Counts and logs a bug, redacted. */
  bug(thrown: unknown): void;
  /** The answer is made. Call it once, whatever happened: a graceful end waits for it. */
  end(status: number): void;
}

/**
 * `route`: the pattern, never the address, for metrics and the log (tokens of shared links stay out of both).
 * `sameOrigin`: refuse pages of other sites also where nothing is changed.
 */
export async function serve(request: Request, route: string, sameOrigin: boolean): Promise<Serving> {
  const runtime = await getRuntime();
  const { config, metrics } = runtime;
  const { method, headers } = request;
  const end = runtime.begin();
  return {
    guard() {
      refuseForeignHost(headers.get('host'), config);
      if (sameOrigin || (method !== 'GET' && method !== 'HEAD')) refuseForeignOrigin(headers, config.publicUrl);
    },
    bug(thrown) {
      runtime.bug(`${method} ${route}`, thrown);
    },
    end(status) {
      end();
      metrics.answered(route, method, status);
    },
  };
}
