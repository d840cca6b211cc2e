/** The pages beside the board and its workloads: where, and what they are called. */
export const morePages = [
  ['/about', 'Connection and permissions'],
  ['/causes', 'Causes'],
  ['/open', 'Open a recording'],
] as const;
