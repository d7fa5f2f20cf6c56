# SPDX-License-Identifier: AGPL-3.0-or-later
"""Flat illustrations of the demo content: a canvas, people and things, and the scenes."""
