// Shows how far an upload has come, and says at once what is too large. Without it the form is sent as it is.

function sizes(form) {
  const input = form.querySelector('input[type="file"]');
  return [...input.files].map((file) => file.size);
}

function refuseTooLarge(form) {
  const told = form.querySelector("[data-upload-too-large]");
  const largest = Number(form.dataset.largest);
  const isTooLarge = sizes(form).some((size) => size > largest);
  told.hidden = !isTooLarge;
  return isTooLarge;
}

function replace(form, html) {
  const section = form.closest("#files");
  const parsed = new DOMParser().parseFromString(html, "text/html").querySelector("#files");
  if (!parsed) {
    window.location.reload();
    return;
  }
  section.replaceWith(parsed);
  start(parsed);
  parsed.querySelector('[role="alert"]:not([hidden]), [role="status"]')?.scrollIntoView({ block: "nearest" });
}

function send(form) {
  const progress = form.querySelector("[data-upload-progress]");
  const button = form.querySelector('button[type="submit"]');
  const request = new XMLHttpRequest();
  progress.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => replace(form, request.responseText));
  request.addEventListener("error", () => {
    progress.hidden = true;
    button.disabled = false;
    form.submit(); // the browser says itself what is wrong with the line
  });
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(new FormData(form));
}

function start(root) {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    form.addEventListener("change", () => refuseTooLarge(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!refuseTooLarge(form)) send(form);
    });
  }
}

start(document);
