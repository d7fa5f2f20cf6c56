// SPDX-License-Identifier: AGPL-3.0-or-later
// What Adobe's validator says of each page named on standard input: lines of JSON.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const modules = process.argv[2];
const find = createRequire(`${modules}/`);
const load = async (name) => (await import(pathToFileURL(find.resolve(name)))).default;
const Validator = await load("@adobe/structured-data-validator");
const Extractor = await load("@marbec/web-auto-extractor");

for (const file of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const reader = new Extractor({ addLocation: true, embedSource: ["rdfa", "microdata"] });
  const found = reader.parse(fs.readFileSync(file, "utf8"));
  for (const issue of await new Validator().validate(found)) {
    console.log(JSON.stringify([file, issue.severity, `${issue.rootType}: ${issue.issueMessage}`]));
  }
}
