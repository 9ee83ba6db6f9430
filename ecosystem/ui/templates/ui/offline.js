{% load ui %}// Keeps the page that says that the network is away, with its styles; no other page is ever kept.
"use strict";

const KEPT = "escale-offline";
const PAGES = [{% for language in languages %}"{% url "ui:offline" language %}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const STYLES = "{% styles_address %}"; // another name when styles change: the page is then fetched again

const keep = async () => {
  const kept = await caches.open(KEPT);
  for (const address of PAGES) {
    const page = await fetch(address, { credentials: "omit" });
    const text = await page.clone().text();
    const files = [...text.matchAll(/(?:href|src)="([^"#]+[.](?:css|svg))/g)].map((found) => found[1]);
    await kept.addAll([...new Set([...files, STYLES])]);
    await kept.put(address, page);
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    const english = new URL(request.url).pathname.startsWith("/en/");
    const address = PAGES.find((one) => one.endsWith(english ? "/en/" : "/fr/"));
    event.respondWith(fetch(request).catch(async () => (await caches.match(address)) ?? Response.error()));
  } else if (["style", "image"].includes(request.destination)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});
