// The form of a need: buttons beside small numbers, and the words of the five steps. Without it, both are plain fields.
(() => {
  "use strict";

  const form = document.getElementById("need");
  if (!form) return;

  for (const button of form.querySelectorAll("[data-step]")) button.hidden = false;

  const limit = (input) => {
    const value = Number(input.value);
    for (const button of input.parentElement.querySelectorAll("[data-step]")) {
      const next = value + Number(button.dataset.step);
      button.disabled = next < Number(input.min) || next > Number(input.max);
    }
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-step]");
    if (!button) return;
    const input = button.parentElement.querySelector("input");
    const next = Number(input.value || 0) + Number(button.dataset.step);
    input.value = Math.min(Number(input.max), Math.max(Number(input.min), next));
    limit(input);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const say = (range) => {
    const words = range.dataset.words.split("|")[range.value - 1];
    range.setAttribute("aria-valuetext", words);
    range.style.setProperty("--v", `${25 * (range.value - 1)}%`);
    range.closest(".bs-w").querySelector("output").textContent = words;
  };

  form.addEventListener("input", (event) => {
    if (event.target.matches("input[data-words]")) say(event.target);
  });
  form.querySelectorAll("input[data-words]").forEach(say);
  form.querySelectorAll(".bs-st input").forEach(limit);
})();
