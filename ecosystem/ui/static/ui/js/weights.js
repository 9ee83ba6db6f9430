// Weights that always make 100: sliders beside their numbers. Without this file the numbers are typed.
(() => {
  "use strict";

  const WHOLE = 100;
  const clamp = (value, most) => Math.max(0, Math.min(most, value));

  // The same rule as the server's: in proportion, by the largest remainder, the first weights first.
  const share = (room, had) => {
    const total = had.reduce((sum, value) => sum + value, 0);
    const whole = total || had.length;
    const parts = had.map((value) => (total ? value : 1) * room);
    const found = parts.map((part) => Math.floor(part / whole));
    const order = parts.map((part, place) => place).sort((a, b) => (parts[b] % whole) - (parts[a] % whole) || a - b);
    const left = room - found.reduce((sum, value) => sum + value, 0);
    for (const place of order.slice(0, left)) found[place] += 1;
    return found;
  };

  const spread = (values, locked, moved) => {
    const found = [...values];
    const held = values.reduce((sum, value, place) => sum + (locked[place] && place !== moved ? value : 0), 0);
    if (held > WHOLE) return found;
    found[moved] = clamp(found[moved], WHOLE - held);
    const free = values.map((value, place) => place).filter((place) => !locked[place] && place !== moved);
    if (!free.length) {
      found[moved] = WHOLE - held;
      return found;
    }
    const given = share(WHOLE - held - found[moved], free.map((place) => values[place]));
    free.forEach((place, rank) => { found[place] = given[rank]; });
    return found;
  };

  const equip = (group) => {
    const rows = [...group.querySelectorAll("[data-weight]")].map((row) => ({
      row,
      number: row.querySelector("input[type=number]"),
      range: row.querySelector("input[type=range]"),
      lock: row.querySelector("input[type=checkbox]"),
    }));
    const value = ({ number }) => clamp(Math.round(Number(number.value)) || 0, WHOLE);
    const total = group.querySelector("output");
    const mix = group.querySelector("svg.weights");
    const wrong = group.querySelector("#total-error");
    let base = rows.map(value);

    const draw = () => {
      const values = rows.map(value);
      const sum = values.reduce((one, other) => one + other, 0);
      rows.forEach(({ row, range }, place) => {
        range.value = values[place];
        row.style.setProperty("--v", `${values[place]}%`);
      });
      if (total) total.textContent = sum;
      if (wrong && sum === WHOLE) wrong.remove();
      let start = 0;
      values.forEach((one, place) => {
        const width = sum ? (100 * one) / sum : 0;
        const [bar, text] = [mix?.querySelectorAll("rect")[place], mix?.querySelectorAll("text")[place]];
        bar?.setAttribute("x", `${start}%`);
        bar?.setAttribute("width", `${width}%`);
        text?.setAttribute("x", `${start + width / 2}%`);
        if (text) text.textContent = one ? one : "";
        start += width;
      });
    };

    // Moving one weight there and back gives the others what they had: they are counted from when it was taken up.
    const remember = () => { base = rows.map(value); };
    const move = (moved, to) => {
      const locked = rows.map(({ lock }) => lock.checked);
      const values = [...base];
      values[moved] = clamp(Math.round(Number(to)) || 0, WHOLE);
      spread(values, locked, moved).forEach((one, place) => {
        if (place !== moved || rows[place].number !== document.activeElement || one !== values[moved]) {
          rows[place].number.value = one;
        }
      });
      draw();
    };

    rows.forEach(({ number, range, lock }, place) => {
      range.hidden = false;
      for (const control of [number, range]) {
        control.addEventListener("focus", remember);
        control.addEventListener("pointerdown", remember);
        control.addEventListener("input", () => move(place, control.value));
      }
      number.addEventListener("change", () => move(place, number.value));
      lock.addEventListener("change", remember);
    });
    for (const plain of group.querySelectorAll("[data-plain]")) plain.hidden = rows.map(value).reduce((a, b) => a + b, 0) === WHOLE;
    draw();
  };

  document.querySelectorAll("[data-weights]").forEach(equip);
})();
