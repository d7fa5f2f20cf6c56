# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pieces of Markdown and HTML: joined at random they meet more of the code than letters do."""

from __future__ import annotations

PIECES = (
    *("[", "]", "(", ")", "![", "](", "*", "**", "_", "`", "``", "<", ">", "&", "&lt;", "&#2;"),
    *("\n", "\n\n", "    ", "> ", "- ", "2. ", "# ", "### ", " {#a}", "|", "\n---|---\n", "---"),
    *('!!! hộp "x"\n    ', "!!! ảnh\n    ", '!!! trích-dẫn "y"\n    ', "!!! z\n", ":   ", "\\"),
    *("[^1]", "[^1]: ", "*[A]: ", "A", "```", "\n```\n", "<!--", "-->", "</p>", "<p>", "<b>"),
    *("<table>", "<tr>", "<td>", "</td>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "</b>"),
    *("<a href=x>", "</a>", "<h1>", "</h1>", "<i>", "<iframe src=x>", "<svg>", "<math>"),
    *("![a](b.webp)", '![a](b.webp "c")', "[a](c.md)", "https://youtu.be/abcdefghijk", "x.mp3"),
    *("![a](https://youtu.be/abcdefghijk)", "![a](x.mp3)", "<img src=x>", "<audio src=x.mp3>"),
    *("<figure>", "</figure>", "<figcaption>", '<figure class="gallery">', "<details>"),
    *('<div class="footnote">', '<li id="fn:1">', '<sup id="fnref:1">', "<summary>", "<style>"),
    *('<a class="footnote-ref" href="#fn:1">', '<a class="footnote-backref" href="#fnref:1">'),
    *("{filename}", "{static}", "../", "đoàn viên", "\t", "\x02", "\x03", "\0", "\ufeff", '"'),
    *("\ud800", "\r", "\u2028", "😀", "e\u0301", 'href="{filename}', "<script>", "</script>"),
)  # fmt: skip
