"""waitress in several processes: `[server:main] use = egg:myproject#waitress`.

The data flows runner -> sockets -> supervisor -> worker: the runner reads the options, the supervisor keeps one worker
process a socket alive, a worker is waitress that finishes what it accepted before it leaves.
"""
