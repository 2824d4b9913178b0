// <button data-copy="#id">: copies the text or value of what it names, and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  const told = button.querySelector("[data-copied]");
  if (told) told.hidden = false;
});
