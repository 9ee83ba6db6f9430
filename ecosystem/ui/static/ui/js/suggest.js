// What the search proposes while somebody types: a combobox over the form that works without it.
(() => {
  "use strict";

  const WAIT = 120;
  const LETTERS = 2;

  class Suggest {
    constructor(root) {
      this.root = root;
      this.input = root.querySelector("input[name=q]");
      this.asked = new Map();
      this.timer = 0;
      this.panel = document.createElement("div");
      this.panel.className = "suggest-panel";
      this.panel.hidden = true;
      root.append(this.panel);
      for (const [name, value] of Object.entries({
        type: "text",
        role: "combobox",
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": "suggestions",
        "aria-haspopup": "listbox",
      })) this.input.setAttribute(name, value);
      this.input.addEventListener("input", (event) => { if (!event.isComposing) this.typed(); });
      this.input.addEventListener("compositionend", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.root.addEventListener("focusout", (event) => {
        if (!this.root.contains(event.relatedTarget)) this.close();
      });
      this.panel.addEventListener("pointerdown", (event) => event.preventDefault());
      this.panel.addEventListener("pointermove", (event) => {
        const option = event.target.closest("[role=option]");
        if (option && option !== this.active) this.choose(option, { scroll: false });
      });
    }

    get options() {
      return [...this.panel.querySelectorAll("[role=option]")];
    }

    get active() {
      return this.panel.querySelector("[role=option][aria-selected=true]");
    }

    get isOpen() {
      return !this.panel.hidden;
    }

    typed() {
      clearTimeout(this.timer);
      this.request?.abort();
      const text = this.input.value.trim();
      if (text.length < LETTERS) this.close();
      else this.timer = setTimeout(() => this.ask(text), WAIT);
    }

    async ask(text) {
      this.request = new AbortController();
      try {
        if (!this.asked.has(text)) {
          const address = `${this.root.dataset.suggest}?q=${encodeURIComponent(text)}`;
          const answer = await fetch(address, { signal: this.request.signal, credentials: "same-origin" });
          if (!answer.ok) throw new Error(String(answer.status));
          this.asked.set(text, await answer.text());
        }
      } catch {
        if (!this.request.signal.aborted) this.close();
        return;
      }
      if (this.input.value.trim() === text && document.activeElement === this.input) this.show(this.asked.get(text));
    }

    show(html) {
      this.panel.innerHTML = html;
      this.panel.hidden = false;
      this.root.dataset.open = "";
      this.input.setAttribute("aria-expanded", "true");
      this.input.removeAttribute("aria-activedescendant");
      this.preview(this.options[0]);
      const live = document.getElementById("live");
      if (live) live.textContent = this.panel.querySelector("[data-suggested]")?.textContent ?? "";
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.panel.hidden = true;
      delete this.root.dataset.open;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    choose(option, { scroll = true } = {}) {
      this.active?.setAttribute("aria-selected", "false");
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      this.input.setAttribute("aria-activedescendant", option.id);
      this.preview(option);
      if (scroll) option.scrollIntoView({ block: "nearest" });
    }

    preview(option) {
      const all = [...this.panel.querySelectorAll("[data-preview]")];
      const wanted = all.find((one) => one.dataset.preview === option?.id);
      if (wanted || option?.id === "suggest-all") for (const one of all) one.hidden = one !== wanted;
    }

    move(step) {
      const options = this.options;
      const place = options.indexOf(this.active);
      const next = place === -1 ? (step > 0 ? 0 : options.length - 1) : place + step;
      this.choose(options[next]);
    }

    key(event) {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (this.isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
        else if (this.input.value.trim().length >= LETTERS) this.ask(this.input.value.trim());
      } else if (event.key === "Enter" && this.isOpen && this.active) {
        event.preventDefault();
        this.active.click();
      } else if (event.key === "Escape" && this.isOpen) {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      } else if (event.key === "Tab") {
        this.close();
      }
    }
  }

  for (const root of document.querySelectorAll("[data-suggest]")) {
    if (root.querySelector("input[name=q]")) new Suggest(root);
  }
})();
