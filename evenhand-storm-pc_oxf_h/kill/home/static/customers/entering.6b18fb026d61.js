// An entry survives a lost line: it is kept on this device until the server has acknowledged it, and
// sent again under the same key, so that it is entered once. Without this the form is sent as it is.

const form = document.querySelector("form[data-entering]");
const told = document.querySelector("[data-unsent]");
const KEPT = `evenhand-unsent-${form.dataset.entering}`;
const AGAIN_AFTER = 5000;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

function keep(all) {
  if (all.length) localStorage.setItem(KEPT, JSON.stringify(all));
  else localStorage.removeItem(KEPT);
  told.hidden = all.length === 0;
  told.querySelector("[data-unsent-count]").textContent = all.length;
}

function post(entry) {
  const body = new URLSearchParams(entry.fields);
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  return fetch(entry.action, { method: "POST", body });
}

// Acknowledged: the answer leads to another page. Refused: the server says why, in the form.
async function send(entry) {
  const answer = await post(entry);
  if (answer.status >= 500) throw new Error("not now");
  return { isDone: answer.redirected && answer.ok, url: answer.url };
}

let isSending = false;
async function sendKept() {
  if (isSending) return;
  isSending = true;
  try {
    for (const entry of kept()) {
      const { isDone } = await send(entry);
      keep(kept().filter((one) => one.fields.form_key !== entry.fields.form_key));
      if (!isDone) giveBack(entry);
    }
  } catch {
    setTimeout(sendKept, AGAIN_AFTER);
  } finally {
    isSending = false;
  }
}

// What was refused is put into the form again, for whoever wrote it to see what is wrong.
function giveBack(entry) {
  for (const [name, value] of Object.entries(entry.fields)) {
    const field = form.elements.namedItem(name);
    if (field && name !== "csrfmiddlewaretoken") field.value = value;
  }
  form.submit();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  const entry = { action: form.action, fields };
  try {
    const { isDone, url } = await send(entry);
    if (isDone) window.location.assign(url);
    else form.submit();
  } catch {
    entry.fields.sent_at = new Date().toISOString();
    keep([...kept(), entry]);
    form.reset();
    form.removeAttribute("aria-busy");
    form.elements.namedItem("form_key").value = newKey();
    told.scrollIntoView({ block: "nearest" });
    setTimeout(sendKept, AGAIN_AFTER);
  }
});

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

told.querySelector("button").addEventListener("click", sendKept);
window.addEventListener("online", sendKept);
keep(kept());
sendKept();
