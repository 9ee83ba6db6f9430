// The text of a mail: names are inserted with a click, the preview follows what is written. The page works without it.
(() => {
  "use strict";

  const form = document.querySelector("form[data-preview]");
  if (!form) return;
  const WAIT = 700;
  const fields = [form.elements.subject, form.elements.body];
  const version = document.getElementById("version");
  const review = document.getElementById("revoir");
  let last = form.elements.body;
  let timer;

  // The kind that is being written is in sight in its list, without moving the page.
  const current = document.querySelector(".mail-kinds-list [aria-current]");
  if (current) current.parentElement.scrollTop = current.offsetTop - current.parentElement.clientHeight / 2;

  const show = () => {
    if (review) form.requestSubmit(review);
  };

  const changed = () => {
    const unsaved = fields.some((field) => field.value !== field.defaultValue);
    if (version && unsaved && !version.dataset.told) {
      version.dataset.told = "1";
      version.textContent += `, ${version.dataset.unsaved}`;
    }
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  };

  for (const field of fields) {
    field.addEventListener("focus", () => { last = field; });
    field.addEventListener("input", changed);
  }
  document.getElementById("pour")?.addEventListener("change", show);

  // What could not be saved is what the preview shows, once its frame has loaded the saved words: no race between the two.
  if (form.querySelector("[aria-invalid=true]")) window.addEventListener("load", show, { once: true });

  for (const code of document.querySelectorAll("[data-insert]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = code.title;
    button.textContent = code.textContent;
    button.addEventListener("click", () => {
      last.setRangeText(code.dataset.insert, last.selectionStart, last.selectionEnd, "end");
      last.focus();
      last.dispatchEvent(new Event("input", { bubbles: true }));
    });
    code.replaceWith(button);
  }
})();
