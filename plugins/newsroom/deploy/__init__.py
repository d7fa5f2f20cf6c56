# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a server has to know of the finished site: headers, redirects, what is gone."""
