// Runs before anything is shown, so that a dark page does not begin light.
(() => {
  const query = matchMedia('(prefers-color-scheme: dark)');
  window.consoleTheme = {
    choice() {
      const kept = localStorage.getItem('wxgw-theme');
      return kept === 'light' || kept === 'dark' ? kept : 'system';
    },
    isDark() {
      const choice = this.choice();
      return choice === 'dark' || (choice === 'system' && query.matches);
    },
    apply() {
      const dark = this.isDark();
      document.documentElement.dataset.theme = dark ? 'dark' : 'light';
      // Tells the server with which colors to begin. It has no secret and opens nothing.
      document.cookie = `wxgw-dark=${dark ? 1 : 0}; path=/; max-age=34560000; samesite=strict`;
      return dark;
    },
    choose(choice) {
      localStorage.setItem('wxgw-theme', choice);
      return this.apply();
    },
    watch(changed) {
      const tell = () => changed(this.apply());
      query.addEventListener('change', tell);
      return () => query.removeEventListener('change', tell);
    },
  };
  window.consoleTheme.apply();
  // Tells the server how to write times, from the first page on.
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC');
  document.cookie = `wxgw-zone=${zone}; path=/; max-age=34560000; samesite=strict`;
})();
