/** The version of the rules: written into every diagnosis, so that a stored one says which rules judged it. */
export const engineVersion = '0.1.0';
