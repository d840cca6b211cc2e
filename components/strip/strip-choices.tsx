import type { ReactNode } from 'react';
import type { SeriesWindow } from '@/lib/model/metrics';
import { CurveKeys } from './curve-keys';
import { curveKinds, type CurveId } from './curve-kinds';
import type { WindowChoice } from './geometry';
import { ClusterLink } from '../shell/cluster-link';

interface StripChoicesProps {
  /** What can be drawn, the one of the cause first. */
  curves: readonly CurveId[];
  /** Null where there is none to draw: the windows are still a choice. */
  curve: CurveId | null;
  windows: readonly SeriesWindow[];
  window: WindowChoice | null;
  pod: string | null;
}

/** Which curve over the runs, and how far back: both in the address. */
export function StripChoices({ curves, curve, windows, window, pod }: StripChoicesProps) {
  const first = curves[0];
  const to = (choice: { curve: CurveId | null; window: WindowChoice | null }): string => {
    const query = new URLSearchParams();
    if (choice.window) query.set('window', choice.window);
    if (choice.curve !== null && choice.curve !== first) query.set('curve', choice.curve);
    if (pod) query.set('pod', pod);
    return `?${query.toString()}`;
  };
  const next = curve === null ? undefined : curves[(curves.indexOf(curve) + 1) % curves.length];
  return (
    <div className="no-print mb-1 flex flex-wrap items-center justify-between gap-x-6 text-label">
      {curves.length > 0 && (
        <nav aria-label="Curve" className="flex flex-wrap items-center gap-x-4">
          {curves.map((id) => (
            <Choice key={id} href={to({ curve: id, window })} current={id === curve} next={id === next}>
              {curveKinds[id].name}
            </Choice>
          ))}
          {next && next !== curve && (
            <>
              <kbd className="hidden rounded border border-line-strong px-[5px] font-mono text-tick text-ink-2 wide:inline">
                v
              </kbd>
              <CurveKeys />
            </>
          )}
        </nav>
      )}
      <nav aria-label="Window" className="flex flex-wrap items-center gap-x-4">
        <Choice href={to({ curve, window: null })} current={window === null}>
          fit
        </Choice>
        {windows.map((choice) => (
          <Choice key={choice} href={to({ curve, window: choice })} current={window === choice}>
            {choice.replace(/(\d+)/, '$1 ')}
          </Choice>
        ))}
      </nav>
    </div>
  );
}

interface ChoiceProps {
  href: string;
  current: boolean;
  /** The key leads here. */
  next?: boolean;
  children: ReactNode;
}

function Choice({ href, current, next = false, children }: ChoiceProps) {
  return (
    <ClusterLink
      href={href}
      replace
      scroll={false}
      data-next-curve={next && !current ? '' : undefined}
      aria-current={current ? 'true' : undefined}
      className={`inline-flex items-center coarse:min-h-11 coarse:min-w-8 coarse:justify-center ${current ? 'font-semibold text-ink' : 'text-ink-2 underline decoration-line-strong underline-offset-3'}`}
    >
      {children}
    </ClusterLink>
  );
}
