# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people ask of a site: why a page was rendered, what is due, what a build would say."""
