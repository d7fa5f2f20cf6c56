# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages as functions of ordered lists: one small module per kind, and nothing else they may ask."""
