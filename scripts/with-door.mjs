// `node --import` runs this before Next in the process that serves; threads of it inherit the option and make no server.
import { isMainThread } from 'node:worker_threads';
import { install } from './door.mjs';

if (isMainThread) install();
