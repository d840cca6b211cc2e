import { parseZone, zoneCookie } from '../time/zone';

export const themeCookie = 'unloop-theme';

export type Theme = 'system' | 'light' | 'dark';

/** How this reader wants to see things. Kept in cookies, so that the first paint is already right. */
export interface Preferences {
  theme: Theme;
  zone: string;
}

/** Theme and time zone from their cookies; anything else than what we write is the default. */
export function parsePreferences(cookie: (name: string) => string | undefined): Preferences {
  const theme = cookie(themeCookie);
  return { theme: theme === 'light' || theme === 'dark' ? theme : 'system', zone: parseZone(cookie(zoneCookie)) };
}
