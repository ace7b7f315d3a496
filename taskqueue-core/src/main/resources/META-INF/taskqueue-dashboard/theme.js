// Before the first paint, so that a chosen theme does not flash.
try {
  const theme = localStorage.getItem('taskqueue-theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // a browser that keeps nothing follows its system
}
