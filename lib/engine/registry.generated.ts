/** Written by scripts/generate-catalogue.mjs. */
import type { Rule } from './rule';
export const rules: readonly Rule[] = [];
