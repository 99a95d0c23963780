"""External addresses: what pages may hold, how addresses are visited and judged, and what people are told.

The pure core (``addresses``, ``verdicts``, ``page``, ``parts``, ``signs``, ``quirks``, ``robots``) knows neither network nor files.
``visit`` and what it stands on fetches, ``crawl`` lets LinkChecker walk the built site, and one module writes each form of report.
"""
