# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine: scan, read, arrange, plan, render, write, commit."""
