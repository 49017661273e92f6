// Runs before the first paint, so that dark mode never flashes white. Same storage key as Mantine.
// A file of its own and not inline, so that the page needs no hash in its content security policy.
(() => {
  const saved = localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
  const dark = saved === 'dark' || (saved === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
