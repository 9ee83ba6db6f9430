"""Pages stay light: the engine belongs to the workers."""

import os
import subprocess
import sys

LOOK = """
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import sys
print([name for name in ("numpy", "scipy", "ortools", "ecosystem.matching.engine.run") if name in sys.modules])
"""


def test_the_pages_do_not_load_the_engine():
    seen = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True, env=os.environ)
    assert seen.stdout.strip().splitlines()[-1] == "[]"
