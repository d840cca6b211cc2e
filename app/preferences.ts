import { cookies } from 'next/headers';
import { cache } from 'react';
import { parsePreferences, type Preferences } from '@/components/shell/preferences';

/** Once a request: layouts and pages ask for the same cookies. */
export const readPreferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  return parsePreferences((name) => {
    const value = jar.get(name)?.value;
    return value === undefined ? undefined : safeDecode(value);
  });
});

/** A cookie is whatever the browser sends: one that is not encoded well is taken as it stands. */
function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
