/** Tries again while a database is locked by somebody else. */
import 'server-only';
import { Problem } from '../model/problem';
import { isBusy } from './store-failure';

/** Waits between tries: about two seconds in all, as long as a person waits after a press. */
const retryWaitsMs = [20, 50, 100, 200, 400, 600, 800];

/** Runs `work` until it is done, fails for another reason than a lock, or the waits are used up: then its last error. */
export async function retryBusy<T>(work: () => Promise<T>, wait: (ms: number) => Promise<void> = sleep): Promise<T> {
  for (const ms of retryWaitsMs) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Problem || !isBusy(error)) throw error;
      await wait(ms);
    }
  }
  return work();
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
