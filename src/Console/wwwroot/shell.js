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
