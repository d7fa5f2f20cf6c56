# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store: one SQLite file that knows every article, every ordered list, and who read what."""
