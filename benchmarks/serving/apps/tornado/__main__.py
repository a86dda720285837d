"""Serves on a port of 127.0.0.1, in a number of processes."""

import sys

from benchmarks.serving.apps.tornado import serve

serve(int(sys.argv[1]), int(sys.argv[2]))
