import { problemWords } from '../share/post-json';

export type Sent = { ok: true; id: string } | { ok: false; problem: string };

/** Sends a recording as it is. XMLHttpRequest, for fetch cannot say how much of a body has gone. */
export function send(file: File, onSent: (bytes: number) => void): { done: Promise<Sent>; abort: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<Sent>((resolve) => {
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.upload.onload = () => onSent(file.size);
    request.onload = () => {
      const id = request.status < 300 ? idIn(request.responseText) : null;
      resolve(id === null ? { ok: false, problem: problemWords(request.responseText) } : { ok: true, id });
    };
    request.onerror = () =>
      resolve({ ok: false, problem: 'The connection to Unloop broke while the file was on its way.' });
    request.onabort = () => resolve({ ok: false, problem: 'Stopped.' });
    request.open('POST', `/api/v1/open?name=${encodeURIComponent(file.name.slice(0, 200))}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.send(file);
  });
  return { done, abort: () => request.abort() };
}

function idIn(text: string): string | null {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
}
