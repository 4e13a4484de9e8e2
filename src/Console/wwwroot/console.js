// What the console asks of the browser. Imported by Pieces/Browser.cs.

export function watchTheme(layout) {
  window.consoleTheme.watch(dark => layout.invokeMethodAsync('ThemeChanged', dark).catch(() => {}));
  return { dark: window.consoleTheme.apply(), choice: window.consoleTheme.choice() };
}

export const chooseTheme = choice => window.consoleTheme.choose(choice);

export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export const isVisible = () => document.visibilityState === 'visible';

export function watchVisibility(watcher) {
  const tell = () => watcher.invokeMethodAsync('VisibilityChanged', isVisible()).catch(() => {});
  document.addEventListener('visibilitychange', tell);
  return { stop: () => document.removeEventListener('visibilitychange', tell) };
}

export function focusContent() {
  document.getElementById('content')?.focus();
}

export function focusOn(selector) {
  document.querySelector(selector)?.focus();
}
