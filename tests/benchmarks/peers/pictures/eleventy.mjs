// SPDX-License-Identifier: AGPL-3.0-or-later
// eleventy-img over a folder: AVIF and WebP in four widths, by its own queue and with its defaults
// but for the qualities, which are ours.
import { readdirSync } from "node:fs";
import Image from "@11ty/eleventy-img";
const [from, to] = process.argv.slice(2);
const options = {
  widths: [360, 720, 1080, 1600],
  formats: ["avif", "webp"],
  outputDir: to,
  sharpAvifOptions: { quality: 52 },
  sharpWebpOptions: { quality: 74 },
};
await Promise.all(readdirSync(from).map((name) => Image(`${from}/${name}`, options)));
