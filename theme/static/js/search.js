// SPDX-License-Identifier: AGPL-3.0-or-later
// Answers questions by the index of the site; loaded by the page of search alone. Step by step the
// same as newsroom/search/reading.py, which docs/search.md tells in words.
(() => {
  "use strict";
  // ------------------------------------------------------------------------------------- words
  const TABLE = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });
  const utf8 = new TextEncoder();
  const crc = (text) => {
    let n = -1;
    for (const byte of utf8.encode(text)) n = TABLE[(n ^ byte) & 255] ^ (n >>> 8);
    return (n ^ -1) >>> 0;
  };
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]+/g, "").replace(/[đð]/g, "d").normalize("NFC");
  // The tone of a final oa, oe, uy stands on its first vowel.
  const OLD = /^((?:[bcdđghklmnprstvx]|[cknpt]h|ng|tr)?)(o(?=[ae])|u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])$/;
  const canonical = (word) => word.normalize("NFD").replace(OLD, "$1$2$4$3").normalize("NFC");
  const TOKEN = /\p{Nd}+(?:[.,/]\p{Nd}+)*|\p{L}[\p{L}\u0300-\u036f]*/gu;
  const plainNumber = (part) =>
    part.replace(/^0+(?=\d)/, "").replace(/^[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])/, (n) => n.replaceAll(".", ""));
  const token = (found) =>
    /^\d/.test(found) ? found.split("/").map(plainNumber).join("/") : canonical(found);
  const END = /[.!?…;:][”’"')\]»]{0,2}$/;
  const NO_END = /(^|[^\p{L}\p{N}_])(?:[QPH]|TP|Tp|[TG]S|BS|KS|ThS|PGS)\.[”’"')\]»]{0,2}$/u;
  // The syllables of a text; "" where a sentence ends.
  const words = (text) =>
    text.split(/\s+/).flatMap((stretch) => [
      ...(stretch.toLowerCase().match(TOKEN) || []).map(token),
      ...(END.test(stretch) && !NO_END.test(stretch) ? [""] : []),
    ]);

  const parse = (text, most) => {
    const pieces = text.slice(0, 4000).normalize("NFC").split(/["“”„«»]/);
    const singles = new Map();
    const pairs = new Map();
    const add = (known, spelling, needed) => {
      const term = fold(spelling);
      const old = known.get(term);
      if (!old || (needed && !old.needed)) known.set(term, { term, spelling, needed });
    };
    pieces.forEach((piece, place) => {
      const phrase = place % 2 === 1 && place < pieces.length - 1;
      const found = [];
      for (const word of words(piece)) {
        if (word && !most) break;
        found.push(word);
        if (word) most--;
      }
      const alone = phrase && found.length === 1;
      found.forEach((word, at) => {
        if (word) add(singles, word, alone);
        if (word && found[at + 1]) add(pairs, `${word} ${found[at + 1]}`, phrase);
      });
    });
    return { singles: [...singles.values()], pairs: [...pairs.values()] };
  };

  // ------------------------------------------------------------------------------------- index
  const STALE = new Error("stale"); // a shard is of another generation than the index has told
  class Index {
    constructor(base) {
      this.base = base;
      this.kept = new Map();
      this.failed = new Set();
    }
    get(name) {
      if (!this.kept.has(name)) {
        // What did not arrive whole may be kept by the browser just so.
        const options = { cache: this.failed.has(name) ? "reload" : "default" };
        const answer = fetch(this.base + name, options).then((response) => {
          if (!response.ok) throw new Error(response.status);
          return response.json();
        });
        answer.catch(() => {
          this.failed.add(name);
          this.kept.delete(name); // asked again when it is needed again
        });
        this.kept.set(name, answer);
      }
      return this.kept.get(name);
    }
    async open(fresh) {
      if (fresh) this.kept.clear();
      if (fresh) this.failed.add("index.json"); // asked past the browser's cache
      this.about = await this.get("index.json");
      if (this.about.format !== 2) throw new Error("format");
    }
    shard(name, generation, number) {
      return this.get(name).then((shard) => {
        if (shard.stamp !== generation.stamp) throw STALE;
        if (shard.marks) return shard;
        const bytes = Uint8Array.from(atob(shard.data), (letter) => letter.charCodeAt(0));
        let at = 0;
        const next = () => {
          let value = 0;
          for (let power = 1; ; power *= 128) {
            const byte = bytes[at++];
            value += (byte & 127) * power;
            if (byte < 128) return value;
            if (byte === undefined) throw new Error("cut off");
          }
        };
        const take = (size) => Array.from({ length: size }, next);
        const sum = (steps, total) => steps.map((step) => (total += step));
        const size = next();
        shard.terms = sum(take(size), (number * 2 ** 32) / generation.shards);
        shard.articles = take(size);
        shard.at = [0, ...sum(shard.articles.map((count) => Math.min(count, this.about.kept)), 0)];
        const rows = shard.at[size];
        shard.days = take(rows);
        shard.slots = take(rows);
        shard.marks = bytes.subarray(at);
        return shard;
      });
    }
    // In how many articles a term stands, and the places and marks of those that are kept of it.
    async postings(term, lost) {
      const bucket = Math.floor((term * this.about.buckets) / 2 ** 32);
      const parts = this.about.generations.map(async (generation) => {
        const number = Math.floor((bucket * generation.shards) / this.about.buckets);
        const file = `${generation.name}/${number.toString(16)}.json`;
        try {
          const shard = await this.shard(file, generation, number);
          const own = shard.terms.indexOf(term);
          const found = [];
          for (let at = shard.at[own], day = 0; at < shard.at[own + 1]; at++)
            found.push([(day += shard.days[at]) * 32768 + shard.slots[at], shard.marks[at]]);
          return { count: shard.articles[own] || 0, found };
        } catch (error) {
          if (error === STALE) throw error;
          lost.add(file);
          return { count: 0, found: [] };
        }
      });
      const all = await Promise.all(parts);
      return { count: all.reduce((sum, part) => sum + part.count, 0), found: all.flatMap((part) => part.found) };
    }
    async answer(text) {
      try {
        return await this.rank(text);
      } catch (error) {
        if (error !== STALE) throw error;
        await this.open(true); // the site was published anew
        return this.rank(text);
      }
    }
    async rank(text) {
      const about = this.about;
      const { singles, pairs } = parse(text, about.words);
      const lost = new Set();
      const scores = new Map();
      let needed = null;
      const both = (one, other) => (one ? new Set([...one].filter((place) => other.has(place))) : other);
      const add = async (asked, kind) => {
        const all = await Promise.all(asked.map(({ term }) => this.postings(crc(term), lost)));
        let whole = null;
        asked.forEach(({ term, spelling, needed: must }, at) => {
          const { count, found } = all[at];
          const rarity = Math.log(1 + (about.articles - count + 0.5) / (count + 0.5)) * kind;
          const exact = term === spelling ? -1 : crc(spelling) & 31;
          const own = new Set();
          for (const [place, mark] of found) {
            const score = scores.get(place) || [0, 0];
            score[0] += rarity * about.weights[mark >> 5];
            if ((mark & 31) === exact) score[1] += rarity * about.marked;
            scores.set(place, score);
            own.add(place);
          }
          whole = both(whole, own);
          if (must) needed = both(needed, own);
        });
        return whole;
      };
      const whole = await add(pairs, about.pair);
      if (!whole || whole.size < about.enough) await add(singles, about.single);
      const today = about.newest >> 15;
      const all = [...scores].filter(([place]) => !needed || needed.has(place));
      // Marks have no say in what is found, only in its order.
      const best = all.reduce((most, [, [base]]) => Math.max(most, base), 0);
      const hits = [];
      for (const [place, [base, bonus]] of all) {
        const days = Math.max(today - (place >> 15), 0);
        if (base >= best * 0.3)
          hits.push({ place, score: (base + bonus) * (1 - 0.1 * Math.min(days / about.half_life, 2)) });
      }
      const rounded = (hit) => Math.round(hit.score * 1e6);
      hits.sort((a, b) => rounded(b) - rounded(a) || b.place - a.place);
      return { hits, lost: [...lost], terms: new Set(singles.map(({ term }) => term)) };
    }
    async result(hit) {
      const day = new Date((hit.place >> 15) * 864e5).toISOString().slice(0, 10);
      const rows = await this.get(`tin/${day.replaceAll("-", "/")}.json`);
      return rows.find((row) => row.place === hit.place);
    }
  }

  // -------------------------------------------------------------------------------------- page
  const page = document.querySelector("[data-search]");
  if (!page) {
    globalThis.newsroomSearch = { Index, parse, words, fold, crc }; // for whoever tests it
    return;
  }
  const index = new Index(page.dataset.search);
  const form = page.querySelector("form");
  const [box, order, year, results, more] = ["q", "sort", "year", "list", "more"].map((name) =>
    page.querySelector(`[data-part=${name}]`),
  );
  const status = page.querySelector("[role=status]");
  const retry = page.querySelector("[data-part=retry]");
  const say = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), page.dataset[name]);
  const make = (name, props, ...children) => {
    const made = Object.assign(document.createElement(name), props);
    made.append(...children);
    return made;
  };
  const list = make("ul", { className: "rows" });
  results.append(list);
  let asked = 0;
  let answer = { hits: [], lost: [], terms: new Set() };
  let hits = [];
  let shown = 0;

  // A text with the words of the question marked.
  const marked = (text) => {
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(/[\p{L}\p{N}\u0300-\u036f]+/gu)) {
      if (!answer.terms.has(fold(found[0]))) continue;
      parts.push(text.slice(from, found.index), make("mark", { textContent: found[0] }));
      from = found.index + found[0].length;
    }
    return [...parts, text.slice(from)];
  };
  const item = (row) => {
    const [date, time] = row.date.split("T");
    const when = make("time", { className: "dotted", dateTime: row.date });
    when.textContent = `${date.split("-").reverse().join("/")} ${time.slice(0, 5)}`;
    const link = make("a", { href: row.url }, ...marked(row.title));
    const text = make("div", {}, make("h2", {}, link), make("p", { className: "meta" }, `${row.section} `, when));
    if (row.kicker) text.prepend(make("p", { className: "kicker" }, ...marked(row.kicker)));
    if (row.sapo) text.append(make("p", { className: "sapo" }, ...marked(row.sapo)));
    const made = make("li", { className: row.image ? "row story" : "row story no-image" });
    if (row.image)
      made.append(make("img", { className: "thumb", src: row.image, alt: "", loading: "lazy", width: 112, height: 75 }));
    made.append(text);
    return made;
  };
  const extend = async (size) => {
    const mine = asked;
    const next = hits.slice(shown, shown + size);
    const rows = await Promise.all(next.map((hit) => index.result(hit).catch(() => null)));
    if (mine !== asked) return;
    shown += next.length;
    list.append(...rows.filter(Boolean).map(item));
    more.hidden = shown >= hits.length;
    if (rows.includes(null)) fail("partial");
  };
  const fail = (name) => {
    status.textContent = `${status.textContent} ${say(navigator.onLine ? name : "offline")}`.trim();
    retry.hidden = false;
  };
  const dates = new Intl.DateTimeFormat("vi", { timeZone: "UTC", year: "numeric" });
  const yearOf = (hit) => dates.format((hit.place >> 15) * 864e5);
  const arrange = async () => {
    asked++; // whatever is still on its way belongs to another order
    hits = answer.hits.filter((hit) => !year.value || yearOf(hit) === year.value);
    if (order.value) hits.sort((a, b) => b.place - a.place);
    list.replaceChildren();
    shown = 0;
    const count = new Intl.NumberFormat("vi").format(hits.length);
    status.textContent = say(hits.length ? "count" : "none", { count, text: box.value.trim().slice(0, 80) });
    if (answer.lost.length) fail("partial");
    await extend(index.about.page);
  };
  const years = () => {
    const counts = new Map();
    for (const hit of answer.hits) counts.set(yearOf(hit), (counts.get(yearOf(hit)) || 0) + 1);
    const found = [...counts].sort().reverse();
    const kept = new URLSearchParams(location.search).get("nam") || "";
    year.replaceChildren(
      year.options[0],
      ...found.map(([value, n]) => make("option", { value, textContent: `${value} (${n})` })),
    );
    year.value = counts.has(kept) ? kept : "";
  };
  const run = async () => {
    const mine = ++asked;
    const address = new URLSearchParams(location.search);
    const text = address.get("q") || "";
    box.value = text;
    order.value = address.get("xep") === "moi" ? "moi" : "";
    retry.hidden = more.hidden = true;
    list.replaceChildren();
    status.textContent = text.trim() ? say("busy") : "";
    page.dataset.state = text.trim() ? "asked" : "empty";
    if (!text.trim()) return;
    try {
      if (!index.about) await index.open();
      const found = await index.answer(text);
      if (mine !== asked) return;
      answer = found;
      years();
      await arrange();
    } catch {
      if (mine !== asked) return;
      status.textContent = "";
      fail("failed");
    }
  };
  const go = () => {
    const address = new URLSearchParams({ q: box.value.trim() });
    if (order.value) address.set("xep", order.value);
    if (year.value) address.set("nam", year.value);
    history.pushState(null, "", `?${address}`);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    year.value = "";
    go();
    run();
  });
  for (const choice of [order, year])
    choice.addEventListener("change", () => {
      go();
      arrange();
    });
  addEventListener("popstate", run);
  retry.addEventListener("click", run);
  more.addEventListener("click", async () => {
    const at = list.children.length;
    await extend(index.about.page);
    list.children[at]?.querySelector("a").focus();
  });
  form.hidden = false;
  run();
  if (!box.value) box.focus();
})();
