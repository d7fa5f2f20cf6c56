# SPDX-License-Identifier: AGPL-3.0-or-later
"""From entries to articles: addresses, lists, related stories and panels."""
