// The steps of a listing: one language at a time, and how many characters are left. Without it, both fields stand.
(() => {
  "use strict";

  const page = document.querySelector(".wz-f");
  if (!page) return;

  const count = (input) => {
    const place = document.getElementById(`${input.id}_count`);
    if (place) place.textContent = `${input.value.length} / ${input.maxLength}`;
  };

  for (const input of page.querySelectorAll("[data-count][maxlength]")) {
    const place = document.createElement("p");
    place.className = "counted";
    place.id = `${input.id}_count`;
    place.setAttribute("aria-hidden", "true");
    input.after(place);
    input.addEventListener("input", () => count(input));
    count(input);
  }

  for (const pair of page.querySelectorAll("[data-languages]")) {
    const fields = [...pair.querySelectorAll(":scope > .field")];
    if (fields.length !== 2 || fields.some((field) => field.querySelector(".error"))) continue;
    const tabs = document.createElement("div");
    tabs.className = "lgtabs";
    tabs.setAttribute("role", "group");
    const buttons = fields.map((field, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = pair.dataset.languages.split("|")[place];
      button.addEventListener("click", () => show(place));
      tabs.append(button);
      return button;
    });
    const show = (chosen) => {
      fields.forEach((field, place) => { field.hidden = place !== chosen; });
      buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(place === chosen)));
    };
    pair.prepend(tabs);
    show(0);
  }
})();
