'use client';

import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { clockNear } from '../time/zone';
import type { Reading } from './curve-model';

interface CurveReaderProps {
  /** "memory of app in cart-7d9c" */
  label: string;
  /** Named before the value: "memory". */
  name: string;
  readings: readonly Reading[];
  pauseMs: number;
  axis: { from: number; to: number };
  top: number;
  height: number;
  zone: string;
  asOf: string;
}

/** Reads values off a curve: under the pointer or finger, and with the arrow keys. */
export function CurveReader({ label, name, readings, pauseMs, axis, top, height, zone, asOf }: CurveReaderProps) {
  const [at, setAt] = useState<number | null>(null);
  const size = axis.to - axis.from;
  const last = readings.length - 1;
  const near = at === null ? last : nearest(readings, at);
  const reading = readings[near];
  if (!reading) return null;
  const missing = at !== null && Math.abs(reading.at - at) > pauseMs;
  const shownAt = missing ? at : reading.at;
  const when = clockNear(new Date(shownAt).toISOString(), asOf, zone);
  const value = missing ? 'no data' : reading.value;
  const words = [`${name} ${value}`, ...(missing ? [] : reading.beside)];
  const left = ((shownAt - axis.from) / size) * 100;

  function point(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(axis.from + ((event.clientX - box.left) / box.width) * size);
  }
  function press(event: KeyboardEvent): void {
    const jump = {
      ArrowLeft: near - 1,
      ArrowRight: near + 1,
      PageUp: near - 10,
      PageDown: near + 10,
      Home: 0,
      End: last,
    }[event.key];
    if (jump === undefined) return;
    event.preventDefault();
    setAt(readings[Math.max(0, Math.min(last, jump))]?.at ?? null);
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`Values of ${label}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={near}
      aria-valuetext={`${when}: ${words.join(', ')}`}
      className="no-print absolute inset-x-0 touch-pan-y"
      style={{ top, height }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => event.pointerType === 'mouse' && setAt(null)}
      onKeyDown={press}
      onFocus={() => setAt((was) => was ?? readings[last]?.at ?? null)}
      onBlur={() => setAt(null)}
    >
      {at !== null && (
        <>
          <span aria-hidden="true" className="absolute inset-y-0 w-px bg-ink-2" style={{ left: `${left}%` }} />
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-0 z-10 rounded-md border border-line-strong bg-raise px-2 py-1 text-label whitespace-nowrap"
            style={left > 55 ? { right: `calc(${100 - left}% + 8px)` } : { left: `calc(${left}% + 8px)` }}
          >
            <span className="block text-ink-2">{when}</span>
            <b className="block font-semibold">
              {name} {value}
            </b>
            {!missing &&
              reading.beside.map((more) => (
                <span key={more} className="block">
                  {more}
                </span>
              ))}
          </span>
        </>
      )}
    </div>
  );
}

function nearest(readings: readonly Reading[], at: number): number {
  let best = 0;
  readings.forEach((reading, index) => {
    if (Math.abs(reading.at - at) < Math.abs((readings[best]?.at ?? 0) - at)) best = index;
  });
  return best;
}
