# SPDX-License-Identifier: AGPL-3.0-or-later
"""What editors type, as Markdown is typed elsewhere: our own parts of Python-Markdown.

::

    flaws        what a part has to tell of, and what to look for in the source
    fences       fenced code, also in lists and quotations          (before blocks)
    raw          comments, and elements that hold no text           (before blocks)
    starts       what a line begins
    lists        lists as CommonMark nests them, and those from Word
    quotes       quotations
    lines        headings, rules and tables; no heading by a line under it, no code by an indent
    html         blocks of raw HTML, Markdown between them; what is a tag, and what is text
      tags         the elements of HTML
    inlines      struck words, bare addresses, line breaks
"""
