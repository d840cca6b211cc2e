/**
 * Puts text on the clipboard. False where the browser refuses: it has no clipboard for a page that came by plain HTTP
 * from another machine, and there the old way of copying a selection is tried.
 */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => copySelection(text),
    );
  }
  return copySelection(text);
}

function copySelection(text: string): boolean {
  const box = document.createElement('textarea');
  box.value = text;
  box.style.position = 'fixed';
  box.style.opacity = '0';
  const host = document.querySelector('dialog[open]') ?? document.body;
  const active = document.activeElement;
  host.append(box);
  box.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way where a page has no clipboard
  const copied = document.execCommand('copy');
  box.remove();
  if (active instanceof HTMLElement) active.focus();
  return copied;
}
