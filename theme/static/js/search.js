// SPDX-License-Identifier: AGPL-3.0-or-later
// newsroom/search/index.py; docs/search.md
(() => {
  "use strict";
  const TABLE = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });
  const crc = (text) => {
    let n = -1;
    for (const byte of new TextEncoder().encode(text)) n = TABLE[(n ^ byte) & 255] ^ (n >>> 8);
    return (n ^ -1) >>> 0;
  };
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]+/g, "").replace(/[đð]/g, "d").normalize("NFC");
  const OLD = /^((?:[bcdđghklmnprstvx]|[cknpt]h|ng|tr)?)(o(?=[ae])|u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])$/;
  const canonical = (word) => word.normalize("NFD").replace(OLD, "$1$2$4$3").normalize("NFC");
  const TOKEN = /\p{Nd}+(?:[.,/]\p{Nd}+)*|\p{L}[\p{L}\u0300-\u036f]*/gu;
  const plainNumber = (part) =>
    part.replace(/^0+(?=\d)/, "").replace(/^[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])/, (n) => n.replaceAll(".", ""));
  const token = (found) =>
    /^\d/.test(found) ? found.split("/").map(plainNumber).join("/") : canonical(found);
  const END = /[.!?…;:][”’"')\]»]{0,2}$/;
  const NO_END = /(^|[^\p{L}\p{N}_])(?:[QPH]|TP|Tp|[TG]S|BS|KS|ThS|PGS)\.[”’"')\]»]{0,2}$/u;
  const words = (text) =>
    text.split(/\s+/).flatMap((stretch) => [
      ...(stretch.toLowerCase().match(TOKEN) || []).map(token),
      ...(END.test(stretch) && !NO_END.test(stretch) ? [""] : []),
    ]);

  // newsroom/search/telex.py
  const SYLLABLE =
    /^(?:ngh?|nh|t[hr]|ch|gh|gi|kh|ph|qu|[bcdghklmnprstvx])?(?![aeiouy]*(?:aa|ee|oo|uu))[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/;
  const TONES = { f: "\u0300", s: "\u0301", x: "\u0303", r: "\u0309", j: "\u0323" };
  const DOUBLE = [["aa", "â"], ["ee", "ê"], ["oo", "ô"]];
  const HORNED = [["uo", "ươ"], ["u", "ư"], ["o", "ơ"], ["a", "ă"]];
  const untelex = (word) => {
    const parts = /^(qu|gi(?=[aeiouyw])|[^aeiouyw]*)(.+)$/.exec(word);
    if (!parts || !/^[a-z]+$/.test(word) || SYLLABLE.test(word)) return word;
    const horned = parts[2].includes("w");
    const head = parts[1].replace("dd", "đ").replace("dd", "đ");
    const tones = parts[2].match(/[fsxrj]/g) || [];
    let tail = parts[2].replace(/[fsxrjw]/g, "");
    const change = [...DOUBLE, ...(horned ? HORNED : [])].find(([written]) => tail.includes(written));
    if (change) tail = tail.replace(...change);
    if ((horned && !change) || tones.length > 1 || !SYLLABLE.test(fold(head + tail))) return word;
    const vowels = /^[aeiouyâêôăơư]+/.exec(tail);
    if (!vowels) return head + tail;
    const size = vowels[0].length;
    const own = /^.*[âêôăơư]/.exec(vowels[0]);
    const at = own ? own[0].length : size < tail.length ? size : Math.max(size - 1, 1);
    return (head + tail.slice(0, at) + (TONES[tones[0]] || "") + tail.slice(at)).normalize("NFC");
  };
  const together = (found) => {
    const made = found.map(untelex);
    const changed = found.filter((word, at) => word !== made[at]);
    return changed.length > 1 || changed.some((word) => /dd|aa|ee|oo|w/.test(word)) ? made : found;
  };

  const parse = (text, { words: most, synonyms }) => {
    const same = new Map();
    for (const [term, all] of Object.entries(synonyms)) for (const one of [term, ...all]) same.set(one, term);
    const longest = Math.max(0, ...[...same.keys()].map((one) => one.split(" ").length));
    const terms = new Set();
    const pieces = text.slice(0, 4000).normalize("NFC").split(/["“”„«»]/);
    const singles = new Map();
    const pairs = new Map();
    const add = (known, spelling, needed) => {
      const term = fold(spelling);
      const old = known.get(term);
      if (!old || (needed && !old.needed)) known.set(term, { term, spelling, needed });
    };
    const cut = pieces.map(words);
    const told = together(cut.flat());
    let at = 0;
    cut.forEach((own, place) => {
      const phrase = place % 2 === 1 && place < pieces.length - 1;
      const found = [];
      const put = told.slice(at, (at += own.length));
      for (const word of put) {
        if (word && !most) break;
        found.push(word);
        if (!word) continue;
        most--;
        terms.add(fold(word));
      }
      const alone = phrase && found.length === 1;
      const all = [];
      for (let at = 0; at < found.length; ) {
        let size = longest;
        let term = "";
        for (; size && !term; size--) term = same.get(found.slice(at, at + size).map(fold).join(" "));
        all.push([term ? "" : found[at], term]);
        at += term ? size + 1 : 1;
      }
      all.forEach(([word, term], at) => {
        const next = all[at + 1]?.[0];
        if (term) add(pairs, term, phrase);
        if (!word) return;
        add(singles, word, alone);
        if (next) add(pairs, `${word} ${next}`, phrase);
        else if (!all[at - 1]?.[0] && all.some(([, other]) => other)) add(pairs, word, phrase);
      });
    });
    return { singles: [...singles.values()], pairs: [...pairs.values()], terms };
  };

  const STALE = Error();
  class Index {
    constructor(base, about) {
      this.base = base;
      this.about = about;
      this.kept = new Map();
      this.failed = new Set();
    }
    get(name) {
      if (!this.kept.has(name)) {
        const options = { cache: this.failed.has(name) ? "reload" : "default" };
        const answer = fetch(this.base + name, options).then((response) => {
          if (!response.ok) throw Error();
          return response.json();
        });
        answer.catch(() => {
          this.failed.add(name);
          this.kept.delete(name);
        });
        this.kept.set(name, answer);
      }
      return this.kept.get(name);
    }
    // Whether the site has other generations than were known.
    async open() {
      const { generations } = this.about || {};
      this.failed.add("index.json");
      this.kept.delete("index.json");
      this.about = await this.get("index.json");
      const other = JSON.stringify(this.about.generations) !== JSON.stringify(generations);
      if (other) this.kept.clear();
      if (this.about.format !== 3) throw STALE;
      return other;
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
            if (byte === undefined) throw Error();
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
    async postings(term, lost, upto) {
      const bucket = Math.floor((term * this.about.buckets) / 2 ** 32);
      const parts = this.about.generations.slice(0, upto).map(async (generation) => {
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
    // Where a shard is lost or of other generations, the site may have been published meanwhile.
    async answer(text) {
      const found = await this.rank(text).catch((error) => error);
      if (!found.stack && !found.lost.length) return found;
      const other = await this.open().catch(() => false);
      if (other) return this.rank(text);
      if (found.stack) throw found;
      return found;
    }
    async rank(text) {
      const about = this.about;
      const { singles, pairs, terms } = parse(text, about);
      const lost = new Set();
      const scores = new Map();
      const missing = [];
      let needed = null;
      const both = (one, other) => (one ? new Set([...one].filter((place) => other.has(place))) : other);
      const add = async (asked, kind, upto) => {
        const all = await Promise.all(asked.map(({ term }) => this.postings(crc(term), lost, upto)));
        let whole = null;
        asked.forEach(({ term, spelling, needed: must }, at) => {
          const { count, found } = all[at];
          if (!count && !term.includes(" ") && !lost.size) missing.push(term);
          const rarity = Math.log(1 + (about.articles - count + 0.5) / (count + 0.5)) * kind;
          const exact = term === spelling ? -1 : crc(spelling) & 15;
          const own = new Set();
          for (const [place, mark] of found) {
            const score = scores.get(place) || [0, 0];
            score[0] += rarity * about.weights[mark >> 4];
            if ((mark & 15) === exact) score[1] += rarity * about.marked;
            scores.set(place, score);
            own.add(place);
          }
          if (own.size || !upto) whole = both(whole, own);
          if (must) needed = both(needed, own);
        });
        return whole;
      };
      const whole = await add(pairs, about.pair);
      const alone = singles.filter((asked) => asked.needed);
      if (!pairs.length || pairs.length > about.few || alone.length)
        await add(whole?.size >= about.enough ? alone : singles, about.single);
      else if (!scores.size)
        for (let upto = 1, all; upto <= about.generations.length && !(all?.size >= about.enough); upto++) {
          scores.clear();
          missing.length = 0;
          all = await add(singles, about.single, upto);
        }
      const today = about.newest >> 15;
      const all = [...scores].filter(([place]) => !needed || needed.has(place));
      const best = all.reduce((most, [, [base]]) => Math.max(most, base), 0);
      const hits = [];
      for (const [place, [base, bonus]] of all) {
        const days = Math.max(today - (place >> 15), 0);
        if (base >= best * 0.05)
          hits.push({ place, score: (base + bonus) * (1 - 0.1 * Math.min(days / about.half_life, 2)) });
      }
      const rounded = (hit) => Math.round(hit.score * 1e6);
      hits.sort((a, b) => rounded(b) - rounded(a) || b.place - a.place);
      return { hits, missing, lost: [...lost], terms };
    }
    async result(hit) {
      const day = new Date((hit.place >> 15) * 864e5).toISOString().slice(0, 10);
      const rows = await this.get(`tin/${day.replaceAll("-", "/")}.json`);
      return rows.find((row) => row.place === hit.place);
    }
  }

  const page = document.querySelector("[data-search]");
  if (!page) {
    globalThis.newsroomSearch = { Index, words, fold, crc, together };
    return;
  }
  const index = new Index(page.dataset.search, JSON.parse(page.dataset.about));
  const form = page.querySelector("form");
  const part = (name) => page.querySelector(`[data-part=${name}]`);
  const [box, order, year, results, more] = ["q", "sort", "year", "list", "more"].map(part);
  const [meant, offers, told, loaded] = ["meant", "offers", "told", "loaded"].map(part);
  const FACETS = { section: "muc", unit: "diaban", author: "tacgia" };
  const facets = Object.keys(FACETS).map((name) => [name, part(name)]);
  const valuesOf = { section: (row) => [row.section], unit: (row) => row.units || [], author: (row) => row.authors || [] };
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
  let answer = { hits: [], lost: [], missing: [], terms: new Set() };
  let hits = [];
  let shown = 0;
  let goal = 0;
  let busy = 0;
  const seen = new Map();

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
    near.observe(made);
    shownRows.set(made, row);
    return made;
  };
  const shownRows = new WeakMap();
  const has = (text) => {
    const own = new Set(words(text).map(fold));
    return [...answer.terms].filter((term) => own.has(term)).length;
  };
  const quote = async (made, row) => {
    if (has(`${row.title} ${row.sapo || ""}`) >= answer.terms.size) return;
    const response = await fetch(row.url);
    if (!response.ok) return;
    const body = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".body");
    const sentences = [...(body?.querySelectorAll("p, li") || [])].flatMap((p) => p.textContent.split(/(?<=[.!?…])\s+/));
    const best = sentences.reduce((most, one) => (has(one) > has(most) ? one : most), "");
    if (best) made.querySelector("div").append(make("p", { className: "note" }, ...marked(`… ${best.trim().slice(0, 280)}`)));
  };
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      if (target === list.lastChild && shown < goal) extend();
      if (!navigator.connection?.saveData) quote(target, shownRows.get(target)).catch(() => {});
    }
  });
  const wanted = (row) => facets.every(([name, choice]) => !choice.value || valuesOf[name](row).includes(choice.value));
  const filtered = () => facets.some(([, choice]) => choice.value);
  const tally = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  };
  const fill = (choice, counts) =>
    choice.replaceChildren(
      choice.options[0],
      ...counts.map(([value, n]) => make("option", { value, textContent: `${value} (${n})` })),
    );
  const count = () => {
    for (const [name, choice] of facets) {
      const rows = hits.map((hit) => seen.get(hit.place)).filter(Boolean);
      const counts = tally(rows.flatMap(valuesOf[name]));
      const kept = choice.value;
      if (kept && !counts.has(kept)) counts.set(kept, 0);
      fill(choice, [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "vi")));
      choice.value = kept;
    }
    loaded.textContent = hits.length ? say("loaded", { count: shown }) : "";
  };
  const extend = async (size = Math.min(index.about.first, goal - shown)) => {
    if (busy === asked) return;
    const mine = (busy = asked);
    const rows = [];
    let missed = false;
    for (let round = 0; rows.length < size && shown < hits.length && round < 6; round++) {
      const next = hits.slice(shown, shown + size - (filtered() ? 0 : rows.length));
      const found = await Promise.all(next.map((hit) => index.result(hit).catch(() => null)));
      if (mine !== asked) return;
      shown += next.length;
      missed ||= found.includes(null);
      for (const row of found.filter(Boolean)) {
        seen.set(row.place, row);
        if (wanted(row)) rows.push(row);
      }
      if (!filtered()) break;
    }
    busy = 0;
    list.append(...rows.map(item));
    more.hidden = shown >= hits.length;
    count();
    if (missed) fail("partial");
  };
  const fail = (name) => {
    status.textContent = `${status.textContent} ${say(navigator.onLine ? name : "offline")}`.trim();
    retry.hidden = false;
  };
  const yearOf = (hit) => `${new Date((hit.place >> 15) * 864e5).getUTCFullYear()}`;
  const arrange = async () => {
    asked++;
    hits = answer.hits.filter((hit) => !year.value || yearOf(hit) === year.value);
    if (order.value) hits.sort((a, b) => b.place - a.place);
    list.replaceChildren();
    shown = 0;
    goal = index.about.page;
    const total = hits.length.toLocaleString("vi");
    status.textContent = say(hits.length ? "count" : "none", { count: total, text: box.value.trim().slice(0, 80) });
    if (answer.lost.length) fail("partial");
    await extend(filtered() ? goal : undefined);
  };
  const years = () => {
    const counts = tally(answer.hits.map(yearOf));
    const kept = new URLSearchParams(location.search).get("nam") || "";
    fill(year, [...counts].sort().reverse());
    year.value = counts.has(kept) ? kept : "";
  };
  let names = null;
  const named = () =>
    (names ||= index.get("ten.json").then((rows) => rows.map(([kind, name, url]) => ({ kind, name, url, plain: ` ${fold(name)}` }))));
  const near1 = (one, other) => {
    let at = 0;
    while (at < one.length && one[at] === other[at]) at++;
    const rest = (text, more) => text.slice(at + more);
    return (
      rest(one, 1) === rest(other, 1) || rest(one, 1) === rest(other, 0) || rest(one, 0) === rest(other, 1) ||
      (one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, 2) === rest(other, 2))
    );
  };
  const propose = async (mine) => {
    if (!answer.missing.length) return;
    const known = tally((await named()).flatMap(({ name }) => words(name).map(fold)));
    const found = new Map();
    for (const term of answer.missing) {
      const like = [...known].filter(([word]) => near1(word, term)).sort((a, b) => b[1] - a[1]);
      if (like.length) found.set(term, like[0][0]);
    }
    if (mine !== asked || !found.size) return;
    const text = box.value.replace(/[\p{L}\p{N}\u0300-\u036f]+/gu, (word) => found.get(fold(word)) || word);
    meant.replaceChildren(`${say("meant")} `, make("a", { href: `?${new URLSearchParams({ q: text })}`, textContent: text }), "?");
    meant.hidden = false;
  };
  let picked = -1;
  const close = () => {
    offers.hidden = true;
    picked = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const rows = [...offers.children];
    picked = (at + rows.length + 1) % (rows.length + 1);
    if (picked === rows.length) picked = -1;
    rows.forEach((row, n) => row.setAttribute("aria-selected", n === picked));
    if (picked < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", rows[picked].id);
  };
  const suggest = async () => {
    const typed = together(words(box.value)).filter(Boolean).map(fold).join(" ");
    if (typed.length < 2) return close();
    const titles = [...seen.values()].map(({ title, url }) => ({ kind: 4, name: title, url, plain: ` ${fold(title)}` }));
    const all = [...(await named().catch(() => [])), ...titles].filter(({ plain }) => plain.includes(` ${typed}`));
    all.sort((a, b) => !a.plain.startsWith(` ${typed}`) - !b.plain.startsWith(` ${typed}`));
    if (document.activeElement !== box) return;
    const kinds = page.dataset.kinds.split("|");
    offers.replaceChildren(
      ...all.slice(0, 8).map(({ kind, name, url }, n) => {
        const row = make("div", { id: `offer-${n}`, textContent: name }, make("small", { textContent: kinds[kind] }));
        row.setAttribute("role", "option");
        row.dataset.url = url;
        return row;
      }),
    );
    told.textContent = all.length ? say("offered", { count: Math.min(all.length, 8) }) : "";
    close();
    offers.hidden = !all.length;
    box.setAttribute("aria-expanded", !offers.hidden);
  };
  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !offers.hidden) close();
    else if (event.key === "ArrowDown" && !offers.hidden) choose(picked + 1);
    else if (event.key === "ArrowUp" && !offers.hidden) choose(picked < 0 ? offers.children.length - 1 : picked - 1);
    else if (event.key === "Enter" && picked >= 0) location.assign(offers.children[picked].dataset.url);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  offers.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) location.assign(row.dataset.url);
  });

  const run = async () => {
    const mine = ++asked;
    const address = new URLSearchParams(location.search);
    const text = address.get("q") || "";
    box.value = text;
    order.value = address.get("xep") === "moi" ? "moi" : "";
    for (const [name, choice] of facets) {
      const value = address.get(FACETS[name]) || "";
      fill(choice, value ? [[value, 0]] : []);
      choice.value = value;
    }
    clearTimeout(waiting);
    close();
    loaded.textContent = told.textContent = "";
    retry.hidden = more.hidden = meant.hidden = true;
    list.replaceChildren();
    status.textContent = text.trim() ? say("busy") : "";
    page.dataset.state = text.trim() ? "asked" : "empty";
    if (!text.trim()) return;
    try {
      const found = await index.answer(text);
      if (mine !== asked) return;
      answer = found;
      years();
      await arrange();
      await propose(asked).catch(() => {});
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
    for (const [name, choice] of facets) if (choice.value) address.set(FACETS[name], choice.value);
    history.pushState(null, "", `?${address}`);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const choice of [year, ...facets.map(([, each]) => each)]) choice.value = "";
    go();
    run();
  });
  for (const choice of [order, year, ...facets.map(([, each]) => each)])
    choice.addEventListener("change", () => {
      go();
      arrange();
    });
  addEventListener("popstate", run);
  retry.addEventListener("click", run);
  more.addEventListener("click", async () => {
    const at = list.children.length;
    goal = Math.max(goal, shown) + index.about.page;
    await extend(index.about.page);
    list.children[at]?.querySelector("a").focus();
  });
  form.hidden = false;
  run();
  if (!box.value) box.focus();
})();
