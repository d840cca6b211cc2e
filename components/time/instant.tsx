import { clockNear, instant } from './zone';

interface InstantProps {
  at: string;
  /** The moment the page shows: a time of another day carries its day. */
  near: string;
  zone: string;
  className?: string;
}

/** A time of day, with its full date and zone on hover. */
export function Instant({ at, near, zone, className }: InstantProps) {
  return (
    <time dateTime={at} title={instant(at, zone)} className={className}>
      {clockNear(at, near, zone)}
    </time>
  );
}
