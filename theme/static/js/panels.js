// SPDX-License-Identifier: AGPL-3.0-or-later
// Swaps the lower panels of an article for today's; the file has its own day's.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const path = (link) => new URL(link.href, location).pathname;
  const paths = (items) => items.map((item) => path(item.querySelector("a")));
  const box = (part) => part.getBoundingClientRect();
  const inView = (part) => box(part).top < innerHeight && box(part).bottom > 0;

  // What stands above the panels, and the page.
  const links = all(".in-lead a, .related h3 a").filter((link) => link.getClientRects().length);
  const shown = new Set([location.pathname, ...[...links, ...all("link[rel=canonical]")].map(path)]);

  // Nothing moves before anyone's eyes: a list in view stays once readers are there.
  const swap = (list, items) => {
    if (inView(list) && (scrollY > 0 || performance.now() > 4000)) return;
    if (list.matches(":hover, :focus-within")) return;
    const parts = all("main, main section, main article, footer").filter(inView);
    const tops = () => parts.map((part) => Math.round(box(part).top)).join();
    const [old, before] = [[...list.children], tops()];
    const undo = () => list.replaceChildren(...old);
    list.replaceChildren(...items);
    if (tops() === before) return undo;
    undo();
  };

  const fill = async (lists) => {
    const texts = lists.map(async ({ dataset }) => {
      const reply = await fetch(dataset.fragment);
      return reply.ok ? reply.text() : "";
    });
    let undone = [];
    for (const list of lists) {
      const page = document.createElement("template");
      page.innerHTML = await texts.shift().catch(() => "");
      // Advertising comes last, where nobody is yet.
      const paid = page.content.querySelector(".paid");
      const grid = list.closest(".article-grid");
      if (paid && box(grid).bottom > innerHeight) grid.append(paid);
      else paid?.remove();
      const items = [...page.content.children]
        .filter((item) => !shown.has(paths([item])[0]))
        .slice(0, list.dataset.size);
      const undo = items.length >= list.children.length && swap(list, items);
      if (undo) undone.push(undo);
      // A list that stays may have what another one has just got.
      else if (paths([...list.children]).some((it) => shown.has(it))) undone.forEach((it) => it());
      paths([...list.children]).forEach((it) => shown.add(it));
    }
  };
  fill(all("[data-fragment]"));
})();
