"""``serve``: the handbook in the browser, following every save."""

from __future__ import annotations

import errno
import sys
from argparse import Namespace

from handbook.commands.options import Commands, add_command, add_school, invented, port


def add(commands: Commands) -> None:
    """Say what may be typed."""
    serve = add_command(commands, "serve", "show the handbook in the browser, updated whenever a file is saved", "serve")
    add_school(serve)
    serve.add_argument("--port", type=port, metavar="N", default=8000, help="port on this computer (8000)")


def run(options: Namespace) -> int:
    """Show the handbook in the browser, following every save, until Ctrl-C."""
    from handbook import project
    from handbook.ground.processes import beside

    with beside(project.read_ahead):
        school = project.load(options.school).school
    from handbook.outputs import preview

    try:
        server = preview.listen(options.port)
    except OSError as error:
        taken = "is reserved for others" if error.errno == errno.EACCES else "is in use: perhaps another preview is running"
        other = 8000 if options.port < 1024 else options.port + 1
        print(f"Port {options.port} of this computer {taken}.\nStop that one, or choose another port:  serve --port {other}", file=sys.stderr)
        return 2
    print(f"Making the handbook of {school} …{invented(school)}", file=sys.stderr, flush=True)
    preview.run(server, options.school)
    return 0
