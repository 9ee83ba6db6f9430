// Rows that are ticked: how many, and all of the page at once.
const all = document.querySelector("[data-pick-all]");
const rows = [...document.querySelectorAll("[data-pick]")];
const said = document.querySelector("[data-picked]");
const nothing = said?.textContent;

const show = () => {
  const count = rows.filter((row) => row.checked).length;
  all.checked = count > 0 && count === rows.length;
  all.indeterminate = count > 0 && count < rows.length;
  said.textContent = count ? `${count} ${count > 1 ? said.dataset.picked : said.dataset.pickedOne}` : nothing;
};

if (all && said) {
  all.addEventListener("change", () => {
    for (const row of rows) row.checked = all.checked;
    show();
  });
  for (const row of rows) row.addEventListener("change", show);
  show();
}
