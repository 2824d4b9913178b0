// Dark or light as the device is, where nobody has chosen. Runs before the page is painted.
const root = document.documentElement;
if (root.dataset.theme === "auto") {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  dark.addEventListener("change", apply);
  apply();
}
