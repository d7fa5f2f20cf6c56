// SPDX-License-Identifier: AGPL-3.0-or-later
// Extras: pages read without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const each = (action, start) =>
    document.querySelectorAll(`[data-action="${action}"]`).forEach(start);
  // The current section, into a phone's sight.
  const here = document.querySelector(".sections [aria-current]");
  if (here) here.closest("ul").scrollLeft = here.offsetLeft - 48;
  const on = (button, act) => {
    button.addEventListener("click", act);
    button.hidden = false;
    button.parentElement.hidden = false;
  };

  // The head's script applies the choice early.
  const themes = ["auto", "light", "dark"];
  each("theme", (button) => {
    const apply = (theme) => {
      root.dataset.theme = theme;
      button.title = button.dataset[theme];
      button.setAttribute("aria-label", button.dataset[theme]);
    };
    apply(themes.includes(root.dataset.theme) ? root.dataset.theme : "auto");
    on(button, () => {
      const next = themes[(themes.indexOf(root.dataset.theme) + 1) % 3];
      apply(next);
      try {
        localStorage.theme = next;
      } catch {
        // Refused: for this page only.
      }
    });
  });

  if (navigator.clipboard) {
    each("copy", (button) => {
      const label = button.textContent;
      button.setAttribute("aria-live", "polite");
      on(button, async () => {
        await navigator.clipboard.writeText(button.dataset.url);
        button.textContent = button.dataset.done;
        setTimeout(() => (button.textContent = label), 2500);
      });
    });
  }

  if (navigator.share) {
    each("share", (button) => {
      on(button, () =>
        navigator.share({ title: document.title, url: button.dataset.url }).catch(() => {}),
      );
    });
  }

  each("print", (button) => on(button, () => print()));

  // YouTube loads once it is asked for.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-embed=youtube]");
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
