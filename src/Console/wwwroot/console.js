// What the console asks of the browser. Imported by Pieces/Browser.cs.

export function watchTheme(layout) {
  window.consoleTheme.watch(dark => layout.invokeMethodAsync('ThemeChanged', dark).catch(() => {}));
  watchPeople(layout);
  return { dark: window.consoleTheme.apply(), choice: window.consoleTheme.choice() };
}

// A page that refreshes itself keeps no session alive; people do.
function watchPeople(layout) {
  let told = Date.now();
  const tell = () => {
    if (Date.now() - told > 60_000) {
      told = Date.now();
      layout.invokeMethodAsync('SomebodyIsThere').catch(() => {});
    }
  };
  for (const event of ['pointerdown', 'keydown']) {
    document.addEventListener(event, tell, { passive: true });
  }
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

export function submit(form) {
  document.getElementById(form)?.requestSubmit();
  return true;
}

export function leaveFor(address) {
  location.assign(address);
  return true;
}

export function saveFile(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return true;
}

// On a narrow screen the navigation lies above the page: the focus stays in it, and comes back when it closes.
const narrow = matchMedia('(max-width: 959.98px)');
narrow.addEventListener('change', () => {
  if (!narrow.matches) {
    document.getElementById('content').inert = false;
  }
});
let cameFrom = '';
export function navigationIs(open) {
  const content = document.getElementById('content');
  const wasCovered = content.inert;
  content.inert = open && narrow.matches;
  if (content.inert) {
    cameFrom = location.href;
    enter(content, performance.now() + 5000);
  } else if (wasCovered) {
    (location.href === cameFrom ? document.querySelector('.mud-appbar button') : content.querySelector('h1'))?.focus();
  }
  return content.inert;
}

// The navigation takes no focus before it is seen, which may be a moment later.
function enter(content, end) {
  const link = document.querySelector('.mud-drawer .mud-nav-link');
  link?.focus();
  if (document.activeElement !== link && content.inert && performance.now() < end) {
    requestAnimationFrame(() => enter(content, end));
  }
}

export function focusOn(selector) {
  document.querySelector(selector)?.focus();
}
