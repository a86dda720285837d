"""A pytest plugin: whatever test suite loads it tests optimised templates in place of Chameleon's plain ones."""

import chameleon.loader
import chameleon.template
import chameleon.zpt.template

from myproject.web.optimize import runtime
from tests.web.optimize.both import Loader

chameleon.loader.MemoryLoader.build = Loader.build
chameleon.template.Scope = runtime.Scope
chameleon.zpt.template.RepeatDict = lambda _: runtime.Loops()
