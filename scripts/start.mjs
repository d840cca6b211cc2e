// `npm start`: from a fresh clone to the running product. Checks Node before anything that an old one could not read.
import { requireNode } from './node-version.mjs';

requireNode();
const [{ main }, { start }] = await Promise.all([import('./steps.mjs'), import('./launch.mjs')]);
await main(() => start(process.argv.slice(2), process.env));
