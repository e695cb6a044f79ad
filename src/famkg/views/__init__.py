"""Networks and timelines drawn: HTML that needs nothing else, offline, whatever its labels say.

``page.draw`` draws a network, ``timeline.draw_timeline`` the comparison of two worlds.
"""
