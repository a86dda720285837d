// Loaded in the head and not deferred, so that a remembered colour scheme is there before the first paint.
(() => {
  const root = document.documentElement;
  const key = "scheme";

  const remembered = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is switched off: follow the system
    }
  };

  const remember = (scheme) => {
    try {
      localStorage.setItem(key, scheme);
    } catch {
      // the choice then lasts for this page only
    }
  };

  const current = () =>
    root.dataset.scheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  if (["dark", "light"].includes(remembered())) {
    root.dataset.scheme = remembered();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-scheme-switch]")) {
      root.dataset.scheme = current() === "dark" ? "light" : "dark";
      remember(root.dataset.scheme);
    }
  });

  // An open menu covers what lies below it, which may have the focus next.
  const closeOthers = (event) => {
    for (const menu of document.querySelectorAll("details.dropdown[open]")) {
      menu.open = menu.contains(event.target);
    }
  };

  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);

  // Who clicks twice within two seconds means it once.
  let sent = -Infinity;

  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") {
      return;
    }
    if (event.timeStamp - sent < 2000) {
      event.preventDefault();
    } else {
      sent = event.timeStamp;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.dropdown[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
