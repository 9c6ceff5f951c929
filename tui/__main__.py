"""``python -m tui`` is ``ironquote``."""

from tui.cli import main

raise SystemExit(main())
