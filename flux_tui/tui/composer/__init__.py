"""The composer: events by hand, judged before they are sent and followed until they are seen.

What is written lives in drafts, which outlast the screens; the screens only show and edit them.
"""
