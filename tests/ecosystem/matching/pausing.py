"""Settings of a worker that stops at named places and waits there to be killed.

    PAUSE_AT="7:assignment 7:stored" PAUSE_FLAGS=/tmp/x DJANGO_SETTINGS_MODULE=tests.ecosystem.matching.pausing

It stops the first time that it comes to a place, which the file of that name in PAUSE_FLAGS says. The places of round 7
are its steps (`7:snapshot`); `7:chunk-4` and `7:found-4`, when the candidates of needs from 4 are looked for, and when
they are written and nobody was told; `7:stored`, inside the transaction that has just written the proposals; and
`mailed`, when the third mail of an announcement is under way. Those of sending 7 are `leaving-7`, when its proposals
are sent and nothing is committed; `left-7`, when that is committed and nobody was told; and `written`, when every mail
of an announcement is in the outbox and it does not say so yet. Celery imports `pausing_hooks` before it forks.
"""

from ecosystem.config.settings import *  # noqa: F403 - the settings of the site, with one more module for the worker

CELERY_IMPORTS = ("tests.ecosystem.matching.pausing_hooks",)
