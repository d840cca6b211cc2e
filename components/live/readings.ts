export interface Readings {
  /** The page must be read anew. */
  ask(): void;
  /** The reading that was begun is on the screen. */
  ended(): void;
}

/**
 * One reading of a page at a time. A second one would take the place of the first, and while changes come faster than a
 * page is read none would ever be shown. What is asked for meanwhile is read once more, afterwards.
 */
export function createReadings(begin: () => void): Readings {
  let reading = false;
  let again = false;
  return {
    ask() {
      again = reading;
      if (reading) return;
      reading = true;
      begin();
    },
    ended() {
      if (!reading) return;
      reading = again;
      again = false;
      if (reading) begin();
    },
  };
}
