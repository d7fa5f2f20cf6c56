# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures as readers get them: smaller, in better formats, and telling nothing but themselves.

A *rendition* is a source's bytes made by a *recipe* (`recipe.py`), by a function that knows nothing
else (`make.py`): so it can be made in any process, on any machine, and never has to be made twice.
"""
