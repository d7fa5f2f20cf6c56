// SPDX-License-Identifier: AGPL-3.0-or-later
// Swaps the lower panels of an article for today's. The file shows what was news at its date.
(() => {
  "use strict";
  const path = (link) => new URL(link.getAttribute("href"), location).pathname;
  const shown = new Set([location.pathname]);
  document.querySelectorAll(".in-lead a, .related a").forEach((link) => shown.add(path(link)));

  const refresh = async (list) => {
    const reply = await fetch(list.dataset.fragment);
    if (!reply.ok) return;
    const box = document.createElement("template");
    box.innerHTML = await reply.text();
    const size = Number(list.dataset.size);
    const items = [...box.content.querySelectorAll("li")]
      .filter((item) => !shown.has(path(item.querySelector("a"))))
      .slice(0, size);
    // A shorter list would move what stands below it, and the reader may have come here meanwhile.
    if (items.length < Math.min(size, list.children.length)) return;
    if (list.getBoundingClientRect().top < innerHeight) return;
    items.forEach((item) => shown.add(path(item.querySelector("a"))));
    list.replaceChildren(...items);
  };

  // Only a panel that the reader has not reached: nothing moves before anyone's eyes.
  const lists = [...document.querySelectorAll("[data-fragment]")];
  const observer = new IntersectionObserver(async (entries) => {
    observer.disconnect();
    const unseen = new Set(entries.filter((e) => !e.isIntersecting).map((e) => e.target));
    for (const list of lists) {
      if (unseen.has(list)) await refresh(list).catch(() => {});
      else list.querySelectorAll("a").forEach((link) => shown.add(path(link)));
    }
  });
  lists.forEach((list) => observer.observe(list));
})();
