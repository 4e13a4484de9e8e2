// What works without the circuit: the skip link, and loading again when the server has forgotten this page.
document.addEventListener('click', event => {
  if (event.target.closest?.('.skip-link')) {
    event.preventDefault();
    event.stopPropagation();
    const content = document.getElementById('content');
    content?.focus();
    content?.scrollIntoView();
  }
}, true);

document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
  if (event.detail.state === 'rejected') {
    location.reload();
  }
});

document.querySelectorAll('[data-reload]').forEach(button => button.addEventListener('click', () => location.reload()));

// The code of a one-time link comes behind the #, so that no server logs it. It leaves the address bar too.
const code = document.querySelector('[data-from-fragment]');
if (code && location.hash.length > 1) {
  code.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
}
