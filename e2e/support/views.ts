/** The sizes and colours that every page is looked at in. */
import type { Browser, BrowserContext } from '@playwright/test';

export interface View {
  name: string;
  width: number;
  height: number;
  theme: 'light' | 'dark';
}

const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

export const views: View[] = sizes.flatMap((size) =>
  (['light', 'dark'] as const).map((theme) => ({ ...size, theme, name: `${size.width}-${theme}` })),
);

export function openView(browser: Browser, { width, height, theme }: View): Promise<BrowserContext> {
  const phone = width < 500;
  return browser.newContext({ viewport: { width, height }, colorScheme: theme, isMobile: phone, hasTouch: phone });
}
