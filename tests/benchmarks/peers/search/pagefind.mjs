// SPDX-License-Identifier: AGPL-3.0-or-later
// Pagefind as it comes, over the same articles.
import { readFileSync, writeFileSync } from "node:fs";
import { createIndex } from "pagefind";
import { pathToFileURL } from "node:url";
const read = (name) => JSON.parse(readFileSync(name, "utf8"));
const { index } = await createIndex({ forceLanguage: "vi" });
for (const [id, { title, body }] of read("rows.json").entries())
  await index.addCustomRecord({ url: `/${id}`, content: `${title}. ${body}`, language: "vi", meta: { title } });
await index.writeFiles({ outputPath: "index" });
globalThis.fetch = async (url) => new Response(readFileSync(new URL(url, pathToFileURL(`${process.cwd()}/index/`))));
globalThis.window = globalThis;
globalThis.document = { querySelector: () => ({ getAttribute: () => "vi" }), currentScript: null };
globalThis.location = new URL("http://localhost/");
const pagefind = await import(pathToFileURL(`${process.cwd()}/index/pagefind.js`));
await pagefind.options({ basePath: pathToFileURL(`${process.cwd()}/index/`).href });
const found = [];
for (const { text } of read("asked.json")) {
  const { results } = await pagefind.search(text);
  const rows = await Promise.all(results.slice(0, 11).map((result) => result.data()));
  found.push(rows.map(({ raw_url, url }) => Number((raw_url ?? url).replace(/\D/g, ""))));
}
writeFileSync("found.json", JSON.stringify(found));
process.exit(0);
