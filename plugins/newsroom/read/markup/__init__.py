# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps from an article's Markdown to its HTML, one module for each.

::

    limits       refuses what no editor writes and no reader of Markdown survives
    dialect      Markdown as this paper writes it → HTML that nobody may trust yet
      boxes        ``!!! hộp``, ``!!! trích-dẫn``, ``!!! ảnh``
      syntax       lists, raw HTML, addresses …: our parts in the places of Markdown's
    frames       YouTube's iframes become the image syntax's form; others go
    sanitise     the allow-list: what is not on it does not come through
    soup         HTML → a tree, the one parse
      footnotes, links, pictures, headings, tables   each changes the tree in place
        addresses    where a link or a picture leads: checked, recorded, in one form
        videos       what a YouTube address is
        lines        the line of the source on which something stands
    serialise    the tree → HTML, through the allow-list again
    plain        the tree → plain text
    unread, definitions   tell of marks and definitions that readers see, or never see
"""
