// What shortens the trip. Every page works without it.
(() => {
  "use strict";

  const page = document.documentElement;
  page.classList.add("js");

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const TOAST_SECONDS = 8;

  // Say something to those who do not see the page change.
  const announce = (text) => {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };

  // Menus are <details>: Escape and a click elsewhere close them, focus goes back to their button.
  const closePopovers = (except) => {
    for (const popover of all("details.popover[open]")) {
      if (except && (popover.contains(except) || (popover.closest(".filters") && !wide.matches))) continue;
      if (popover.contains(document.activeElement)) popover.querySelector("summary").focus();
      popover.open = false;
    }
  };

  // Native dialogs: the opener is a link to the same form as a page.
  const openSheet = (opener) => {
    const sheet = document.getElementById(opener.dataset.dialog);
    if (!(sheet instanceof HTMLDialogElement)) return false;
    sheet.showModal();
    return true;
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    closePopovers(event.target);
    const opener = event.target.closest("[data-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey && openSheet(opener)) event.preventDefault();
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement) event.target.close();
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest(".toast").remove();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePopovers();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("main :is(input[type=search], input[role=combobox])");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // Messages leave after eight seconds, wait while they are read, and failures stay.
  const watchToast = (toast) => {
    const button = toast.querySelector("[data-dismiss]");
    if (button) button.hidden = false;
    if (toast.dataset.toast === "stay") return;
    let timer;
    const start = () => { timer = setTimeout(() => toast.remove(), TOAST_SECONDS * 1000); };
    const pause = () => clearTimeout(timer);
    toast.addEventListener("pointerenter", pause);
    toast.addEventListener("pointerleave", start);
    toast.addEventListener("focusin", pause);
    toast.addEventListener("focusout", start);
    start();
  };

  // Without a network nothing is sent: the strip says so until it is back.
  const offline = document.getElementById("offline");
  const showNetwork = () => { if (offline) offline.hidden = navigator.onLine; };
  window.addEventListener("offline", showNetwork);
  window.addEventListener("online", showNetwork);
  showNetwork();

  // A page asked for without a network is ours, and not the browser's.
  if (page.dataset.worker && window.isSecureContext) {
    window.addEventListener("load", () => { navigator.serviceWorker?.register(page.dataset.worker).catch(() => {}); });
  }

  // Sliders: their number, the coloured part of their track, and the total of their group.
  const showSlider = (slider) => {
    const span = (slider.max - slider.min) || 1;
    const share = (100 * (slider.value - slider.min)) / span;
    slider.closest(".slider")?.style.setProperty("--v", `${share}%`);
    const output = document.getElementById(slider.dataset.output);
    if (output) output.textContent = slider.value;
    const group = slider.closest("[data-total]");
    const total = group && document.getElementById(group.dataset.total);
    if (total) {
      total.textContent = all("input[type=range]", group).reduce((sum, one) => sum + Number(one.value), 0);
    }
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input[type=range][data-output]")) showSlider(event.target);
  });

  // A form that is on its way is not sent twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || event.submitter?.formTarget) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const button of all("[aria-busy=true]")) button.removeAttribute("aria-busy");
  });

  // A <details> of filters stands beside its list on a wide screen and is a sheet from below on a phone.
  const wide = window.matchMedia("(min-width: 64rem)");
  const setFilters = (open) => {
    for (const filters of all("details.filters")) filters.open = open;
  };
  const unfold = () => {
    if (wide.matches) setFilters(true);
  };
  const openFilters = () => (wide.matches ? null : document.querySelector("details.filters[open]"));
  const closeFilters = () => {
    const filters = openFilters();
    if (!filters) return;
    filters.open = false;
    filters.querySelector("summary").focus();
  };
  wide.addEventListener("change", () => setFilters(wide.matches));

  document.addEventListener("click", (event) => {
    const filters = openFilters();
    if (!filters || !(event.target instanceof Element)) return;
    if (!event.target.isConnected || filters.contains(event.target)) {
      if (event.target.closest(".see")) closeFilters();
      return;
    }
    event.preventDefault();
    closeFilters();
  });

  document.addEventListener("keydown", (event) => {
    const filters = openFilters();
    if (!filters) return;
    if (event.key === "Escape") closeFilters();
    if (event.key !== "Tab") return;
    const stops = all("summary, a[href], button, input", filters).filter((one) => one.checkVisibility());
    const [first, last] = [stops[0], stops.at(-1)];
    const leaves = document.activeElement === (event.shiftKey ? first : last);
    if (!leaves && filters.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  });

  // The sheet is swapped with its list: it stays as open and as far down as it was.
  let sheet = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const filters = openFilters();
    sheet = filters && {
      top: filters.scrollTop,
      unfolded: all("details", filters).map((one) => one.open),
    };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (wide.matches) return;
    setFilters(Boolean(sheet));
    const filters = openFilters();
    if (!filters) return;
    all("details", filters).forEach((one, place) => { one.open ||= Boolean(sheet.unfolded[place]); });
    filters.scrollTop = sheet.top;
  });
  document.addEventListener("htmx:historyRestore", () => setFilters(wide.matches));

  // Whatever arrives, with the page or by htmx, is prepared once.
  const prepare = (root) => {
    unfold();
    all("input[type=range][data-output]", root).forEach(showSlider);
    all(".toast[data-toast]:not([data-watched])", root).forEach((toast) => {
      toast.dataset.watched = "1";
      watchToast(toast);
    });
    const spoken = root.querySelector?.("[data-announce]");
    if (spoken) announce(spoken.textContent.trim());
  };

  document.addEventListener("htmx:afterSettle", (event) => prepare(event.detail.elt));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form");
    if (form) delete form.dataset.sent;
    for (const button of all("[aria-busy=true]", form ?? document)) button.removeAttribute("aria-busy");
  });

  prepare(document);
  const summary = document.querySelector("[data-focus]");
  if (summary && !summary.closest("form[method=get]")) summary.focus();
  document.querySelector(".rail [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
})();
