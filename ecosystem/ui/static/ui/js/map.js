// The map of a list, once scripts run: the drawing of the page becomes its base, and its marks follow the scale.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const APART = 46;
  const MAST = 25;
  const LETTER = 8;
  const LINE = 18;
  const SETTLED_MS = 350;
  const MOVED_MS = 800;
  const place = document.getElementById("carte");
  const form = document.getElementById("filtres");
  if (!place || !form || !window.L) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const facts = () => JSON.parse(document.getElementById("carte-lieux").textContent);

  // Leaflet takes the place of the drawing, and the drawing becomes what it shows under its marks.
  const drawing = place.querySelector(".ct-draw");
  const first = facts();
  const base = document.createElementNS(SVG, "svg");
  base.setAttribute("viewBox", drawing.dataset.base);
  base.append(drawing.querySelector(".ct-base"));
  for (const name of base.querySelectorAll("text")) name.remove();
  drawing.remove();
  const box = document.createElement("div");
  place.prepend(box);
  const map = L.map(box, {
    zoomControl: false,
    attributionControl: Boolean(first.tiles),
    zoomSnap: 0.25,
    minZoom: first.tiles ? 2 : 7,
    maxZoom: 14,
    maxBounds: first.tiles ? null : first.base,
    maxBoundsViscosity: 0.9,
    zoomAnimation: !still.matches,
    fadeAnimation: !still.matches,
  });
  if (first.tiles) L.tileLayer(first.tiles, { attribution: first.credit }).addTo(map);
  else L.svgOverlay(base, first.base).addTo(map);
  const below = Math.max(0, Math.min(box.clientHeight / 2, box.getBoundingClientRect().bottom - window.innerHeight));
  map.fitBounds(first.view, { animate: false, paddingBottomRight: [0, below] });
  place.querySelector(".ct-auto").hidden = false;

  const layer = L.layerGroup().addTo(map);
  const card = place.querySelector(".ct-open");
  let marks = new Map();
  let chosen = null;

  const icon = (className, width, height, content, anchor) =>
    L.divIcon({ className, html: content ?? false, iconSize: [width, height], iconAnchor: anchor ?? [width / 2, height / 2] });
  const worded = (text) => {
    const words = document.createElement("span");
    words.textContent = text;
    return words;
  };

  // A name is written where nothing stands yet: marks first, then the names of those with most listings.
  let boxes = [];
  const free = (box) => boxes.every((other) => box[0] >= other[2] || other[0] >= box[2] || box[1] >= other[3] || other[1] >= box[3]);
  const stand = (at, left, top, width, height) => {
    const point = map.latLngToLayerPoint(at);
    return [point.x + left, point.y + top, point.x + left + width, point.y + top + height];
  };
  const label = (at, text, right, up, big) => {
    const wide = LETTER * text.length;
    const sides = [right, -right - wide].map((left) => stand(at, left, -up - LINE / 2, wide, LINE));
    const room = sides.find(free);
    if (!room) return;
    boxes.push(room);
    const left = room === sides[1];
    const options = { interactive: false, keyboard: false };
    const shown = icon(`ct-label${big ? " big" : ""}${left ? " left" : ""}`, 0, 0, worded(text), [left ? right : -right, up + LINE / 2]);
    L.marker(at, { ...options, icon: shown }).addTo(layer);
  };

  const rowOf = (pk) => document.getElementById(`fiche-${pk}`);

  const choose = (town) => {
    for (const other of document.querySelectorAll(".ct-rows .cur")) other.classList.remove("cur");
    for (const mark of marks.values()) mark.getElement()?.classList.remove("cur");
    chosen = town?.pk ?? null;
    card.hidden = !town;
    if (!town) return;
    marks.get(town.pk)?.getElement()?.classList.add("cur");
    rowOf(town.pk)?.classList.add("cur");
    card.querySelector("use").setAttribute("href", town.flag);
    const link = card.querySelector("h2 a");
    link.href = town.url;
    link.textContent = town.title;
    card.querySelector(".muted").textContent = town.name;
    const line = card.querySelector(".small");
    line.textContent = town.line;
    line.lang = town.lang;
  };

  // Towns that would cover each other are one disc; a click on it comes closer.
  const grouped = (towns) => {
    let found = towns.map((town) => {
      const foot = map.latLngToLayerPoint(town.at);
      return { foot, at: foot.subtract([0, town.pk ? MAST : 0]), towns: [town] };
    });
    for (let before = -1; before !== found.length;) {
      before = found.length;
      const apart = [];
      for (const one of found) {
        const near = apart.find((other) => other.at.distanceTo(one.at) < APART);
        if (near) Object.assign(near, { at: near.foot, towns: [...near.towns, ...one.towns] });
        else apart.push(one);
      }
      found = apart; // A flag that became a disc stands lower: it may cover another mark now.
    }
    return found;
  };

  // A mark is a button: a press of Enter or of the space bar does what a click does.
  const pressed = (mark, act) => {
    mark.on("click", act);
    mark.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault();
      act();
    });
  };

  const disc = ({ towns }) => {
    const count = towns.reduce((sum, town) => sum + town.count, 0);
    const radius = Math.min(34, 15 + 2 * String(count).length + Math.floor(Math.sqrt(count)));
    const mark = L.marker(towns[0].at, {
      icon: icon("ct-dot", radius * 2, radius * 2, worded(count.toLocaleString(document.documentElement.lang))),
      title: `${towns[0].name} (${count})`,
      alt: `${towns[0].name} (${count})`,
      riseOnHover: true,
    });
    pressed(mark, () => go(L.latLngBounds(towns.map((town) => town.at)).pad(0.4)));
    mark.addTo(layer);
    boxes.push(stand(towns[0].at, -radius, -radius, radius * 2, radius * 2));
    mark.getElement().setAttribute("aria-label", `${towns[0].name}, ${count}. ${place.dataset.near}`);
    return () => label(towns[0].at, towns[0].name, radius + 10, 0, true);
  };

  const pin = (town) => {
    const flag = document.createElementNS(SVG, "svg");
    flag.setAttribute("class", "flag");
    flag.setAttribute("viewBox", "0 0 24 24");
    flag.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", town.flag);
    flag.append(use);
    const mark = L.marker(town.at, { icon: icon("ct-flag", 30, 50, flag, [15, 50]), riseOnHover: true });
    pressed(mark, () => {
      choose(town);
      rowOf(town.pk)?.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    });
    mark.addTo(layer);
    mark.getElement().setAttribute("aria-label", `${town.title}, ${town.name}`);
    marks.set(town.pk, mark);
    boxes.push(stand(town.at, -15, -50, 30, 54));
    return () => label(town.at, town.name, 21, 35, false);
  };

  const draw = () => {
    const { towns, others } = facts();
    layer.clearLayers();
    marks = new Map();
    boxes = [];
    const groups = grouped(towns);
    const names = groups.map((group) => (group.towns.length === 1 && group.towns[0].pk ? pin(group.towns[0]) : disc(group)));
    const apart = (town) => groups.every(({ at }) => at.distanceTo(map.latLngToLayerPoint(town.at)) > APART);
    for (const { towns: [town] } of grouped(others.filter(apart))) {
      L.marker(town.at, { icon: icon("ct-hollow", 11, 11), interactive: false, keyboard: false }).addTo(layer);
      boxes.push(stand(town.at, -6, -6, 12, 12));
      names.push(() => label(town.at, town.name, 12, 0, false));
    }
    names.forEach((write) => write());
    for (const { kind, text, at } of facts().names) {
      const box = stand(at, -4 * text.length, -LINE / 2, LETTER * text.length, LINE);
      if (!free(box)) continue;
      const shown = icon(`ct-label ${kind}`, 0, 0, worded(text), [4 * text.length, LINE / 2]);
      L.marker(at, { icon: shown, interactive: false, keyboard: false }).addTo(layer);
    }
    choose(towns.find((town) => town.pk === chosen) ?? null);
  };

  // The list follows the map when it is asked to; the box that says so is no filter.
  let timer;
  let quietUntil = 0;
  let wantsAll = false;
  place.addEventListener("change", (event) => event.stopPropagation());
  const narrow = (zone) => {
    const input = form.querySelector("[data-zone]");
    input.value = zone;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const search = () => {
    const bounds = map.getBounds();
    const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    narrow(edges.map((edge) => String(Number(edge.toFixed(4)))).join(","));
  };
  const go = (bounds) => map.fitBounds(bounds, { maxZoom: 12, animate: !still.matches });

  const showAll = () => {
    const { towns } = facts();
    quietUntil = performance.now() + MOVED_MS;
    go(towns.length ? L.latLngBounds(towns.map((town) => town.at)).pad(0.15) : first.base);
  };
  // Out of a part of the map, everything has to be found again first.
  const leave = () => {
    wantsAll = Boolean(form.querySelector("[data-zone]").value);
    if (wantsAll) narrow("");
    else showAll();
  };

  map.on("zoomend", draw);
  map.on("moveend", () => {
    clearTimeout(timer);
    if (performance.now() < quietUntil) return;
    if (place.querySelector("[data-auto]").checked) timer = setTimeout(search, SETTLED_MS);
  });

  const zoneOf = (text) => {
    const [west, south, east, north] = text.split(",").map(Number);
    return [[south, west], [north, east]];
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-shut]")) choose(null);
    const zoom = event.target.closest("[data-zoom]");
    const act = event.target.closest("[data-do]");
    if ((!zoom && !act) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (zoom) go(zoneOf(zoom.dataset.zoom));
    else if (act.dataset.do === "all") leave();
    else map.setZoom(map.getZoom() + (act.dataset.do === "nearer" ? 1 : -1));
  });

  // A row that is pointed at, or reached with the keyboard, shows where it is.
  const point = (event) => {
    const row = event.target.closest?.(".ct-rows > li[id]");
    for (const [pk, mark] of marks) mark.getElement()?.classList.toggle("cur", row?.id === `fiche-${pk}` || pk === chosen);
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) choose(null);
  });

  // The list is swapped with its map: the one that lives takes the place of the one that arrives.
  let held = false;
  document.addEventListener("htmx:beforeSwap", () => { held = place.contains(document.activeElement); });
  document.addEventListener("htmx:afterSwap", () => {
    const arrived = document.getElementById("carte");
    if (arrived && arrived !== place) arrived.replaceWith(place);
    if (held) box.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSettle", () => {
    draw();
    if (wantsAll) showAll();
    wantsAll = false;
  });
  // What the history kept is a picture of the map: the page is drawn anew.
  document.addEventListener("htmx:historyRestore", () => window.location.reload());
  draw();
})();
