/** Where uploaded recordings are read: one at a time, either answered and forgotten, or kept open under an id. */
import 'server-only';

import type { Diagnosis } from '../model/diagnosis';
import { Problem } from '../model/problem';
import type { Source } from '../model/source';
import type { Board } from './board';
import { createOpenedRecordings } from './opened';
import { comparePlaces, placeOf } from './order';
import type { Upload, UploadAnswer } from './runtime';
import { inSlices } from './slices';

export interface Desk {
  open(upload: Upload): Promise<string>;
  diagnose(upload: Upload, options: { all: boolean; asOf?: string | undefined }): Promise<UploadAnswer>;
  /** The board of an opened recording; undefined where there is none (any more). */
  board(id: string): Board | undefined;
  opened(): number;
  close(): void;
}

export interface DeskOptions {
  read: (upload: Upload, asOf: string | undefined) => Promise<{ source: Source; bytes: number }>;
  makeBoard: (source: Source) => Board;
}

/** A recording of 200 MB takes some ten seconds; who comes meanwhile is asked to wait, not queued in memory. */
const busyRetrySeconds = 5;

export function createDesk({ read, makeBoard }: DeskOptions): Desk {
  const kept = createOpenedRecordings<Board>({ letGo: (board) => void board.stop() });
  let busy = false;

  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) {
      throw new Problem('too-many-requests', 'Another recording is being read.', {
        retryAfterSeconds: busyRetrySeconds,
        remedy: `Send it again in ${busyRetrySeconds} s.`,
      });
    }
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };

  const settledBoard = async (source: Source): Promise<Board> => {
    const board = makeBoard(source);
    await board.settled();
    return board;
  };

  return {
    open: (upload) =>
      alone(async () => {
        const { source, bytes } = await read(upload, undefined);
        return kept.add(await settledBoard(source), bytes);
      }),
    diagnose: (upload, { all, asOf }) =>
      alone(async () => {
        const { source } = await read(upload, asOf);
        const board = await settledBoard(source);
        try {
          return await answerOf(board, all);
        } finally {
          await board.stop();
        }
      }),
    board: (id) => kept.get(id),
    opened: () => kept.size(),
    close: () => {
      kept.close();
    },
  };
}

/** Every diagnosis of a settled board, worst first. */
export async function answerOf(board: Board, all: boolean): Promise<UploadAnswer> {
  const rows = [...board.rows()].filter((row) => all || row.status !== 'healthy');
  rows.sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
  const items: Diagnosis[] = [];
  await inSlices(rows, ({ workload }) => {
    const judged = board.judge(workload);
    if (judged !== null) items.push(judged.diagnosis);
  });
  return { asOf: board.now(), items, totals: board.totals(), nextCursor: null };
}
