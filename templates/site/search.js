// Filters the list of briefings and searches their text. The index comes in small scripts (mjq_report/web/search.py has
// the same rules for cutting text), so that a page opened from a folder finds as much as one on a server.
(() => {
  "use strict";
  const form = document.getElementById("find");
  if (!form) return;
  const base = form.dataset.search, root = form.dataset.root, most = 30, read = 60;
  const words = { ...form.dataset };
  const field = document.getElementById("query"), town = document.getElementById("town"), year = document.getElementById("year");
  const results = document.getElementById("results"), found = document.getElementById("found");
  const said = document.getElementById("said"), counted = document.getElementById("counted"), nothing = document.getElementById("nothing");
  const listed = [...document.querySelectorAll("[data-year]")];

  const HAN = "\\u3005-\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const WORD = "0-9a-z\\u00b5\\u00df-\\u00f6\\u00f8-\\u024f\\u0370-\\u052f\\u0590-\\u06ff\\u0e00-\\u0e7f\\u1e00-\\u1fff\\u3041-\\u30ff\\uac00-\\ud7a3";
  const PIECES = new RegExp(`[${HAN}]+|[0-9]+(?:\\.[0-9]+)+|[${WORD}]+`, "gu"), IS_HAN = new RegExp(`^[${HAN}]`, "u");
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  // What to look up: whole pairs of Han; words, and Han by themselves, as beginnings.
  const wanted = (query) => {
    const out = new Map();
    for (const piece of folded(query).match(PIECES) || []) {
      const characters = [...piece];
      if (!IS_HAN.test(piece)) out.set(piece, true);
      else if (characters.length === 1) out.set(piece, true);
      else for (let i = 0; i + 1 < characters.length; i++) out.set(characters[i] + characters[i + 1], false);
    }
    return out;
  };

  const waiting = new Map(), loaded = new Map();
  globalThis.mjqSearch = (kind, number, value) => loaded.set(kind + number, value);
  const load = (kind, number, name) => {
    const key = kind + number;
    if (!waiting.has(key)) waiting.set(key, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = base + name;
      script.onload = () => loaded.has(key) ? done(loaded.get(key)) : failed(new Error(name));
      script.onerror = () => { waiting.delete(key); script.remove(); failed(new Error(name)); };
      document.head.append(script);
    }));
    return waiting.get(key);
  };
  const directory = () => load("directory", 0, "index.js");

  const postings = async (term, beginning) => {
    const { firsts } = await directory();
    let low = 0, high = firsts.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (firsts[middle] <= term) low = middle; else high = middle - 1; }
    const sums = new Map();
    for (let block = low; block < firsts.length; block++) {
      if (block > low && !(beginning && firsts[block].startsWith(term))) break;
      for (const [word, flat] of await load("terms", block, `terms-${block}.js`)) {
        if (word !== term && !(beginning && word.startsWith(term))) continue;
        for (let i = 0, at = 0; i < flat.length; i += 2) { at += flat[i]; sums.set(at, (sums.get(at) || 0) + flat[i + 1]); }
      }
    }
    return sums;
  };

  const allowed = async () => {
    const { groups, passages } = await directory();
    const spans = groups.map(([slug, when, first], i) => [slug, String(when), first, i + 1 < groups.length ? groups[i + 1][2] : passages])
      .filter(([slug, when]) => (!town.value || slug === town.value) && (!year.value || when === year.value));
    return (number) => spans.some(([, , from, to]) => number >= from && number < to);
  };

  const search = async (query) => {
    const terms = [...wanted(query)];
    if (!terms.length) return [];
    const { passages, shelf } = await directory();
    const within = await allowed();
    let scores = null;
    for (const [term, beginning] of terms) {
      const counts = await postings(term, beginning), rare = Math.log(1 + passages / (1 + counts.size)), next = new Map();
      for (const [number, count] of counts) {
        if (scores ? scores.has(number) : within(number)) next.set(number, (scores ? scores.get(number) : 0) + rare * count / (count + 1.2));
      }
      scores = next;
    }
    const best = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, read);
    const phrase = folded(query).trim();
    const out = [];
    for (const [number, score] of best) {
      const [title, address, text, behind] = (await load("texts", Math.floor(number / shelf), `texts-${Math.floor(number / shelf)}.js`))[number % shelf];
      const whole = folded(text).includes(phrase) || folded(title).includes(phrase);
      out.push({ title, address, text, score: (whole ? 2 : 1) * (behind ? 0.4 : 1) * score, number });
    }
    out.sort((a, b) => b.score - a.score || a.number - b.number);
    out.all = scores.size;
    return out.slice(0, most);
  };

  // The text around the first hit, hits marked. Only text nodes and marks are made: nothing that was indexed becomes markup.
  const excerpt = (text, query) => {
    const pieces = folded(query).match(PIECES) || [], plain = folded(text), paragraph = document.createElement("p");
    const same = plain.length === text.length ? plain : text.toLowerCase();
    let at = pieces.reduce((first, piece) => { const i = same.indexOf(piece); return i >= 0 && (first < 0 || i < first) ? i : first; }, -1);
    at = Math.max(0, at);
    const from = Math.max(0, at - 28), to = Math.min(text.length, at + 92);
    paragraph.append(from ? "…" : "");
    for (let i = from; i < to;) {
      const hit = pieces.filter((piece) => same.startsWith(piece, i)).sort((a, b) => b.length - a.length)[0];
      if (hit && same.length === text.length) {
        const mark = document.createElement("mark");
        mark.textContent = text.slice(i, i + hit.length);
        paragraph.append(mark);
        i += hit.length;
      } else {
        const last = paragraph.lastChild, step = text.codePointAt(i) > 0xffff ? 2 : 1;
        if (last && last.nodeType === Node.TEXT_NODE) last.data += text.slice(i, i + step); else paragraph.append(text.slice(i, i + step));
        i += step;
      }
    }
    paragraph.append(to < text.length ? "…" : "");
    return paragraph;
  };

  const show = (hits, query) => {
    found.replaceChildren(...hits.map((hit) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = root + hit.address;
      link.textContent = hit.title;
      item.append(link, excerpt(hit.text, query));
      return item;
    }));
    said.textContent = !hits.length ? words.none : hits.all > hits.length ? words.more.replace("{n}", hits.length) : words.count.replace("{n}", hits.length);
  };

  let turn = 0;
  const run = async () => {
    const query = field.value.trim(), mine = ++turn;
    results.hidden = !query;
    if (!query) { found.replaceChildren(); said.textContent = ""; return; }
    said.textContent = words.wait;
    try {
      const hits = await search(query);
      if (mine === turn) show(hits, query);
    } catch {
      if (mine === turn) { found.replaceChildren(); said.textContent = words.failed; }
    }
  };

  const filter = () => {
    let shown = 0;
    for (const item of listed) {
      item.hidden = !!((town.value && item.dataset.town !== town.value) || (year.value && item.dataset.year !== year.value));
      shown += item.hidden ? 0 : 1;
    }
    counted.textContent = words.filtered.replace("{n}", shown);
    nothing.hidden = shown > 0;
  };

  const remember = () => {
    const state = new URLSearchParams();
    for (const [name, value] of [["q", field.value.trim()], ["town", town.value], ["year", year.value]]) if (value) state.set(name, value);
    try { history.replaceState(null, "", state.size ? "#" + state : location.pathname + location.search); } catch { /* not from a folder */ }
  };

  let timer = 0;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { remember(); run(); }, 140); });
  for (const choice of [town, year]) choice.addEventListener("change", () => { remember(); filter(); run(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); remember(); run(); });

  const state = new URLSearchParams(location.hash.slice(1));
  field.value = state.get("q") || "";
  for (const [choice, name] of [[town, "town"], [year, "year"]]) if ([...choice.options].some((o) => o.value === state.get(name))) choice.value = state.get(name);
  if (town.value || year.value) filter();
  if (field.value) run();
})();
