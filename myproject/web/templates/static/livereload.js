// Asks whether the theme changed: a new stylesheet is put in place, any other change reloads the page.
(() => {
  "use strict";

  const PERIOD = 400;
  const STYLE = /\/static\/[0-9a-f]{16}\/(.+)$/;
  const { revision, page } = document.currentScript.dataset;

  function replace(link, url) {
    const fresh = link.cloneNode();
    fresh.href = url;
    // The old one stays until the new one is there, so that the page never stands bare.
    fresh.addEventListener("load", () => link.remove());
    fresh.addEventListener("error", () => {
      fresh.remove();
      link.rel = "stylesheet";
    });
    link.rel = "stylesheet replaced";
    link.after(fresh);
  }

  function renewStyles(styles) {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const { pathname } = new URL(link.href);
      const found = STYLE.exec(pathname);
      const url = found && styles[`static/${decodeURI(found[1])}`];
      if (url && url !== pathname) {
        replace(link, url);
      }
    }
  }

  async function look() {
    try {
      const response = await fetch(revision, { cache: "no-store" });
      const now = await response.json();
      if (now.page !== page) {
        location.reload();
        return;
      }
      renewStyles(now.styles);
    } catch {
      // The server restarts, or is stopped: ask again.
    }
    setTimeout(look, PERIOD);
  }

  look();
})();
