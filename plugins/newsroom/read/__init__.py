# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes → article: everything about one file that needs no other file.

::

    decode         bytes → text: UTF-8, one kind of line break, composed letters
    front_matter   text → fields with their lines, and the body
      conflicts      the marks that git leaves where two people changed the same lines
      strict_yaml    the part of YAML that holds no surprises; yaml_help says what to mend, and
                     yaml_pieces goes on behind a mistake
      header         Pelican's own ``Key: value`` lines
    schema         the one definition of the fields; spec is its vocabulary, and schema_forms
                   makes the JSON Schema and the documentation from it
    fields         fields → checked values; values has one reader for each kind of value
      places         paths and addresses, which may not leave their folder
    entry          all of it, for one article or page: read_entry
    registries     content/data/*.yaml: load_registries; registry_schema defines their fields, and
                   registry_checks looks across records
    units, resolve names in an entry → sections, units and series of the registries

Nothing here raises on what an editor wrote: problems are collected, with file and line.
"""
