type Answer<T> = { ok: true; value: T } | { ok: false; problem: string };

/** Asks the server to do something; a refusal comes back in its own words (RFC 9457), a lost line in ours. */
export async function postJson<T>(path: string, body: unknown): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    return { ok: false, problem: 'Unloop did not answer. Is it still running?' };
  }
  const text = await response.text();
  if (!response.ok) return { ok: false, problem: problemWords(text) };
  return { ok: true, value: answered<T>(text) };
}

/** The server's own answer, whose shape lib/model/views fixes. */
function answered<T>(text: string): T {
  return (text === '' ? null : JSON.parse(text)) as T;
}

/** Detail and remedy of a problem document; the bare fact where the answer is none (a proxy's page). */
export function problemWords(text: string): string {
  const problem = parsed(text);
  const detail = typeof problem['detail'] === 'string' ? problem['detail'] : 'The server refused it.';
  const remedy = typeof problem['remedy'] === 'string' ? ` ${problem['remedy']}` : '';
  return detail + remedy;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
