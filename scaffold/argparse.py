# Runs a script as if with --help, but makes its argparse parser write its
# options as JSON to file descriptor 3. The --help output of argparse shows
# defaults only if the script asks for them. A script with another parser prints
# its own help.
import argparse
import json
import math
import os
import runpy
import sys


def plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, (bool, int, float, str)) else None


def option(action):
    many = action.nargs is not None and not (action.nargs == "?" and isinstance(action.default, bool))
    return {
        "flags": action.option_strings,
        "dest": action.dest,
        "type": getattr(action.type, "__name__", "") if action.type else "str",
        "default": None if action.default is argparse.SUPPRESS else plain(action.default),
        "choices": [plain(c) for c in action.choices] if isinstance(action.choices, (list, tuple)) else [],
        "help": "" if action.help in (None, argparse.SUPPRESS) else action.help,
        "required": action.required,
        "takes": "none" if action.nargs == 0 else "many" if many else "one",
        "commands": sorted(action.choices) if isinstance(action, argparse._SubParsersAction) else [],
    }


def tell(parser, *_, **__):
    known = [a for a in parser._actions if not isinstance(a, (argparse._HelpAction, argparse._VersionAction))]
    with os.fdopen(3, "w") as out:
        json.dump({"description": parser.description or "", "options": [option(a) for a in known]}, out)
    sys.stdout.flush()
    os._exit(0)


argparse.ArgumentParser.parse_known_args = tell
sys.argv = sys.argv[1:]
sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
