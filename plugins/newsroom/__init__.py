"""A newsroom on Pelican: articles in git become a news site."""


def register() -> None:
    """Connect to Pelican's signals."""
    from newsroom.bridge import connect  # noqa: PLC0415 - only a Pelican run needs Pelican

    connect()
