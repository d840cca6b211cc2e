/** Where uploaded recordings are read: one at a time, either answered and forgotten, or kept open under an id. */
import 'server-only';

import type { Diagnosis } from '../model/diagnosis';
import { Problem } from '../model/problem';
import { partOfRecording, type Source } from '../model/source';
import type { WorkloadRef } from '../model/workload';
import { createArrivals, givenUp, unlessGivenUp } from './arrivals';
import type { Board } from './board';
import { createOpenedRecordings } from './opened';
import { comparePlaces, placeOf } from './order';
import type { Upload, UploadAnswer } from './runtime';
import { inSlices } from './slices';
import { countTotals } from './totals';

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

/** A desk that reads one recording at a time; who comes meanwhile gets the problem 'too-many-requests'. */
export function createDesk({ read, makeBoard }: DeskOptions): Desk {
  const arrivals = createArrivals();
  const kept = createOpenedRecordings<Board>({ letGo: (board) => void board.stop() });
  let busy = false;

  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw anotherIsRead();
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };

  const settledBoard = async (source: Source, signal: AbortSignal | undefined): Promise<Board> => {
    const board = makeBoard(source);
    try {
      await unlessGivenUp(board.settled(), signal);
      return board;
    } catch (error) {
      await board.stop();
      throw error;
    }
  };

  /** Reads and judges a body that has arrived as a whole: a slow sender holds nobody's place but its own. */
  const taken = async <T>(
    upload: Upload,
    asOf: string | undefined,
    work: (board: Board, bytes: number) => Promise<T> | T,
  ): Promise<T> => {
    if (busy) throw anotherIsRead();
    const body = await arrivals.receive(upload);
    try {
      return await alone(async () => {
        const { source, bytes } = await read({ ...upload, body: body.take() }, asOf);
        return work(await settledBoard(source, upload.signal), bytes);
      });
    } finally {
      body.drop();
    }
  };

  return {
    open: (upload) => taken(upload, undefined, (board, bytes) => kept.add(board, bytes)),
    diagnose: (upload, { all, asOf }) =>
      taken(upload, asOf, async (board) => {
        try {
          return await answerOf(board, all, undefined, upload.signal);
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

function anotherIsRead(): Problem {
  return new Problem('too-many-requests', 'Another recording is being read.', {
    retryAfterSeconds: busyRetrySeconds,
    remedy: `Send it again in ${busyRetrySeconds} s.`,
  });
}

/** Every diagnosis of a settled board, or of those workloads of it that are meant, worst first. `all`: healthy ones too. */
export async function answerOf(
  board: Board,
  all: boolean,
  isMeant: (workload: WorkloadRef) => boolean = () => true,
  signal?: AbortSignal,
): Promise<UploadAnswer> {
  const meant = [...board.rows()].filter(({ workload }) => isMeant(workload));
  const rows = meant.filter((row) => all || row.status !== 'healthy');
  rows.sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
  const items: Diagnosis[] = [];
  await inSlices(rows, ({ workload }) => {
    if (signal?.aborted === true) throw givenUp();
    const judged = board.judge(workload);
    if (judged !== null) items.push(judged.diagnosis);
  });
  // Where the cluster is not heard any more (F02): the moment that its rows are of.
  const asOf = board.freshness().showing;
  return { asOf, items, totals: countTotals(meant), missing: missingWords(board), nextCursor: null };
}

/** The words of the board, and the parts of a recording that were left out of it. */
export function missingWords(board: Board): string[] {
  const parts = board.capabilities().missing.filter(({ what }) => what === partOfRecording);
  return [...board.freshness().missing, ...parts.map(({ why }) => `${partOfRecording}: ${why}`)];
}
