// SPDX-License-Identifier: AGPL-3.0-or-later
// MiniSearch (BM25+) over texts that were folded as ours are: the oracle of correctness.
import { readFileSync, writeFileSync } from "node:fs";
import MiniSearch from "minisearch";
const read = (name) => JSON.parse(readFileSync(name, "utf8"));
const index = new MiniSearch({ fields: ["title", "body"], tokenize: (text) => text.split(" "), processTerm: (word) => word });
index.addAll(read("rows.json").map(({ folded: [title, body] }, id) => ({ id, title, body })));
const ask = ({ folded }) => index.search(folded, { boost: { title: 2 } }).slice(0, 11).map(({ id }) => id);
writeFileSync("found.json", JSON.stringify(read("asked.json").map(ask)));
