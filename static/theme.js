// Loaded before the page is drawn: the theme that was chosen here, so that a dark page never flashes white, a mark that
// scripts run, so that what only they can use is shown, and a mark that the first screen is there, so that what is below it
// is laid out after it.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch { /* storage may be forbidden; the system's theme holds */ }
  const seen = () => root.classList.add('seen');
  requestAnimationFrame(() => setTimeout(seen));
  addEventListener('load', seen); // also where nobody looks
})();
