// The review from the keyboard: arrows in the matrix with one tab stop, letters for the pair in hand, a list on "?".
const OFF = "escale-shortcuts-off";
const grid = document.querySelector("[data-grid]");
const choice = document.querySelector("[data-shortcuts]");

const stored = () => {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
};

let off = stored();

if (choice) {
  choice.checked = !off;
  choice.addEventListener("change", () => {
    off = !choice.checked;
    try {
      localStorage.setItem(OFF, off ? "1" : "");
    } catch {
      // A browser that keeps nothing: the choice holds until the page is left.
    }
  });
}

if (grid) {
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll(".cell")]);
  const stop = (cell) => {
    for (const one of rows.flat()) one.tabIndex = one === cell ? 0 : -1;
  };
  stop(rows.flat().find((cell) => cell.getAttribute("aria-current")) ?? rows.flat()[0]);

  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  grid.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows.findIndex((cells) => cells.includes(event.target));
    if (row < 0) return;
    const column = rows[row].indexOf(event.target);
    const [down, right] = moves[event.key] ?? [0, 0];
    let next = rows[row + down]?.[column + right];
    if (event.key === "Home") next = rows[row][0];
    if (event.key === "End") next = rows[row].at(-1);
    if (!next || next === event.target) return;
    event.preventDefault();
    stop(next);
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  grid.addEventListener("focusin", (event) => {
    if (event.target.matches(".cell")) stop(event.target);
  });
}

document.addEventListener("keydown", (event) => {
  if (off || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  if (event.key === "?") {
    event.preventDefault();
    document.querySelector('[data-dialog="raccourcis"]')?.click();
    return;
  }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
