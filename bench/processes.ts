/** What a process costs, as Linux counts it. */
import { readFileSync } from 'node:fs';

/** Jiffies a second: 100 on every Linux there is (getconf CLK_TCK). */
const ticks = 100;

/** Resident memory in MB. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** User and system time since its start, in seconds. */
export function cpuSeconds(pid: number): number {
  // The name in parentheses may hold spaces: fields are counted from behind it (proc(5): utime is 14, stime 15).
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** The process itself or the one below it that holds most memory: `npm start` only stays beside the server. */
export function busiest(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [pid, ...children.map((child) => busiest(Number(child)))].reduce((most, at) =>
    residentMb(at) > residentMb(most) ? at : most,
  );
}
