/** Times on the screen: UTC unless the reader asked for their own zone, which a cookie then names. */

export const zoneCookie = 'unloop-zone';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone, hourCycle: 'h23' });
  formats.set(key, made);
  return made;
}

/** A zone the runtime knows, else UTC: the cookie comes from outside. */
export function parseZone(text: string | undefined): string {
  if (!text || !/^[A-Za-z0-9_+\-/]{1,64}$/.test(text)) return 'UTC';
  try {
    format(text, 'probe', {});
    return text;
  } catch (error) {
    if (error instanceof RangeError) return 'UTC';
    throw error;
  }
}

function zoneWord(date: Date, zone: string): string {
  if (zone === 'UTC') return 'UTC';
  const parts = format(zone, 'name', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** "03:12" */
export function minuteOf(iso: string, zone: string): string {
  return format(zone, 'minute', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}

/** "03:12:44" */
export function secondOf(iso: string, zone: string): string {
  return format(zone, 'second', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(iso));
}

/** "03:12:44 UTC" */
export function clock(iso: string, zone: string): string {
  return `${secondOf(iso, zone)} ${zoneWord(new Date(iso), zone)}`;
}

/** "03:13:12 UTC on 21 November 2026" */
export function instant(iso: string, zone: string): string {
  return `${clock(iso, zone)} on ${dayOf(iso, zone)}`;
}

/** "21 November 2026" */
export function dayOf(iso: string, zone: string): string {
  return format(zone, 'day', { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(iso));
}

/** For the axis of a strip: "03:12", and the day instead where the steps are days: "18 Nov". */
export function tickOf(iso: string, stepMs: number, zone: string): string {
  return stepMs < 86_400_000 ? minuteOf(iso, zone) : shortDay(iso, zone);
}

function shortDay(iso: string, zone: string): string {
  return format(zone, 'short-day', { day: 'numeric', month: 'short' }).format(new Date(iso));
}

/** The day in front of a time that is not of the day of `near`: "18 Nov, ". */
function otherDay(iso: string, near: string, zone: string): string {
  return dayOf(iso, zone) === dayOf(near, zone) ? '' : `${shortDay(iso, zone)}, `;
}

/** "03:12:44 UTC", with its day in front where that is not the day of `near`. */
export function clockNear(iso: string, near: string, zone: string): string {
  return otherDay(iso, near, zone) + clock(iso, zone);
}

/** "03:12:44", as `clockNear`. */
export function secondNear(iso: string, near: string, zone: string): string {
  return otherDay(iso, near, zone) + secondOf(iso, zone);
}

/** "03:12", and its day instead where that is not the day of `near`: "18 Nov", unbroken. For a line without room for both. */
export function minuteOrDay(iso: string, near: string, zone: string): string {
  return dayOf(iso, zone) === dayOf(near, zone) ? minuteOf(iso, zone) : shortDay(iso, zone).replace(' ', '\u00a0');
}

/** `clockNear` this moment, for what only the server renders: a browser would render another. */
export function clockToday(iso: string, zone: string): string {
  return clockNear(iso, new Date().toISOString(), zone);
}
