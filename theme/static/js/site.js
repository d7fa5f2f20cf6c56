// SPDX-License-Identifier: AGPL-3.0-or-later
// Extras: every page reads without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const each = (action, start) =>
    document.querySelectorAll(`[data-action="${action}"]`).forEach(start);
  // The current section, into a phone's sight.
  const here = document.querySelector(".sections [aria-current]");
  if (here) here.closest("ul").scrollLeft = here.offsetLeft - 48;
  const show = (button) => {
    button.hidden = false;
    if (button.parentElement.hidden) button.parentElement.hidden = false;
  };

  // The head's one-line script applies the choice early.
  const themes = ["auto", "light", "dark"];
  each("theme", (button) => {
    const apply = (theme) => {
      root.dataset.theme = theme;
      button.title = button.dataset[theme];
      button.setAttribute("aria-label", button.dataset[theme]);
    };
    apply(themes.includes(root.dataset.theme) ? root.dataset.theme : "auto");
    button.addEventListener("click", () => {
      const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
      apply(next);
      try {
        localStorage.theme = next;
      } catch {
        // Storage is refused: for this page only.
      }
    });
    show(button);
  });

  if (navigator.clipboard) {
    each("copy", (button) => {
      const label = button.textContent;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.url);
        button.textContent = button.dataset.done;
        setTimeout(() => (button.textContent = label), 2500);
      });
      show(button);
    });
  }

  if (navigator.share) {
    each("share", (button) => {
      button.addEventListener("click", () => {
        navigator.share({ title: document.title, url: button.dataset.url }).catch(() => {});
      });
      show(button);
    });
  }

  each("print", (button) => {
    button.addEventListener("click", () => window.print());
    show(button);
  });

  // YouTube loads only when the reader asks for it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[data-embed="youtube"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = `https://www.youtube-nocookie.com/embed/${encodeURIComponent(link.dataset.id)}?autoplay=1`;
    frame.title = link.textContent.trim();
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    link.replaceWith(frame);
    frame.focus();
  });
})();
