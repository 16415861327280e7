"""Runs a command on a pseudo-terminal and types what it is told; prints what came back as JSON.

Argument: JSON with `argv`, `steps` (each waits for the pattern `wait`, then types `send`), and `stdout`, a file for
standard output where that is not to be the terminal.
"""

import json
import os
import pty
import re
import select
import signal
import sys
import time

spec = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    if spec.get("stdout"):
        os.dup2(os.open(spec["stdout"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.execvp(spec["argv"][0], spec["argv"])

output, seen, steps = "", 0, list(spec["steps"])
deadline = time.monotonic() + spec.get("seconds", 60)
while True:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if time.monotonic() > deadline:
        os.kill(pid, signal.SIGKILL)
    if not ready:
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    output += data.decode("utf-8", "replace")
    while steps:
        match = re.compile(steps[0]["wait"]).search(output, seen)
        if match is None:
            break
        seen = match.end()
        os.write(terminal, steps.pop(0)["send"].encode())

_, status = os.waitpid(pid, 0)
print(json.dumps({"output": output, "exitCode": os.waitstatus_to_exitcode(status), "left": len(steps)}))
