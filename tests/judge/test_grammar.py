"""The parser: light to load."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from mockint.judge import grammar
print(grammar.parse("I lost it.")[0].tag_)
import torch
print(torch.__file__)
"""


def test_what_the_parser_has_no_use_for_is_not_loaded_with_it(tmp_path):
    (tmp_path / "torch.py").write_text("print('loaded')")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{CODE}"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert out == ["PRP", "loaded", str(tmp_path / "torch.py")]
