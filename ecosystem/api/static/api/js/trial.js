/* Draws Swagger in its place, in the light of the page; what it needs to know stands on that element. */
"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("swagger");
  const page = document.documentElement;
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const dress = () => page.classList.toggle("dark-mode", page.dataset.theme ? page.dataset.theme === "dark" : night.matches);
  dress();
  night.addEventListener("change", dress);
  window.SwaggerUIBundle({
    domNode: place,
    url: place.dataset.description,
    deepLinking: true,
    validatorUrl: null,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
