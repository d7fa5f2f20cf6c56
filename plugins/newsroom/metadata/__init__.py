# SPDX-License-Identifier: AGPL-3.0-or-later
"""What pictures and films tell beside what they show, and how it is left out.

A photo of a phone tells where it was taken, when, by which device and whose; it may hold a small
picture of itself from before it was cropped. What stays is what it is shown by (orientation,
colours) and who is to be named (author, credit, copyright). Not one byte of the picture itself is
changed: what is published are the file's own bytes, with some cut out or written over.
"""
