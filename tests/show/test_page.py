import html.parser
import re

import msgspec
import pytest

from mockint.core.profile import get_profile
from mockint.show.page import render_page
from tests.show.samples import SAMPLES, audio_take, text_take

LINKS = {"src", "href", "srcset", "action", "formaction", "data", "poster", "background", "ping", "xlink:href"}
VOID = {"meta", "input", "br", "img", "link", "hr", "circle", "path"}
SOUND = b"fLaC" + bytes(range(64))


class Reader(html.parser.HTMLParser):
    """Tags, attributes and visible text of a page; complains about tags that do not match."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text, self._open = [], [], [], []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] not in ("style", "script"):
            self.text.append(data)


def page(take, sound=None):
    return render_page(take, sound, profile=get_profile(take.profile))


@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name, golden):
    golden(f"{name}/report.html", page(SAMPLES[name](), SOUND if name == "audio" else None))


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_leaves_the_file(name):
    made = page(SAMPLES[name](), SOUND)
    for tag, key, value in Reader(made).attributes:
        if key in LINKS:
            assert tag == "audio", (tag, key)
            assert value.startswith("data:audio/flac;base64,")
    assert "url(" not in made
    assert "@import" not in made
    assert not re.search(r"https?://|//cdn", made)


def test_every_time_of_evidence_is_there():
    take = audio_take()
    for sound in (SOUND, None):
        times = {value for _, key, value in Reader(page(take, sound)).attributes if key == "data-at"}
        for finding in take.findings:
            for evidence in finding.evidence:
                assert f"{evidence.start_s:.2f}" in times


def test_every_word_is_there_once_and_plays():
    take = audio_take()
    attributes = Reader(page(take, SOUND)).attributes
    assert [v for _, k, v in attributes if k == "data-s"] == [f"{w.start_s:.2f}" for w in take.transcript.words]


def test_words_outside_of_segments_are_printed_too():
    take = msgspec.structs.replace(audio_take(), segments=audio_take().segments[:2])
    attributes = Reader(page(take, SOUND)).attributes
    assert len([v for _, k, v in attributes if k == "data-s"]) == len(take.transcript.words)


def test_text_is_escaped():
    reader = Reader(page(text_take()))
    assert "script" not in reader.tags
    assert "Tell me about a <b>mistake</b> [bold]you[/bold] made & what it cost." in reader.text
    assert "</script><b>go</b>" in "".join(reader.text)
    assert "\x1b" not in "".join(reader.text)


def test_a_hostile_title_role_and_path_are_escaped():
    take = audio_take()
    hostile = '"><script>alert(1)</script>'
    source = msgspec.structs.replace(take.source, path=f"{hostile}.flac")
    take = msgspec.structs.replace(take, role=hostile, source=source)
    made = render_page(take, SOUND, profile=get_profile("live"), title=hostile)
    assert Reader(made).tags.count("script") == 1


def test_only_the_own_script_may_run():
    import base64
    import hashlib

    made = page(audio_take(), SOUND)
    script = re.search(r"<script>(.*?)</script>", made, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in made


def test_without_sound_nothing_offers_to_play():
    reader = Reader(page(audio_take()))
    assert "audio" not in reader.tags
    assert "button" not in reader.tags


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"fLaC", "flac"),
        (b"RIFF", "wav"),
        (b"OggS", "ogg"),
        (b"ID3", "mpeg"),
        (b"\0\0\0 ftypM4A", "mp4"),
        (b"?", "flac"),
    ],
)
def test_the_kind_of_sound_is_told_from_its_bytes(head, kind):
    assert f"data:audio/{kind};base64," in page(audio_take(), head)


def test_long_pauses_fillers_and_unsure_stretches_are_marked():
    made = page(audio_take(), SOUND)
    assert '<span class="pause long" title="long pause">2.3 s</span>' in made
    assert 'class="w filler"' in made
    assert 'class="passage situation unsure"' in made


def test_buttons_have_names_and_there_is_one_heading_of_the_first_rank():
    made = page(audio_take(), SOUND)
    for button in re.findall(r"<button([^>]*)>(.*?)</button>", made, re.DOTALL):
        assert "aria-label" in button[0] or 'class="hidden"' in button[1]
    assert made.count("<h1>") == 1
    assert '<html lang="en">' in made


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme):
    style = page(audio_take()).split("<style>")[1].split("</style>")[0]
    light, dark = style.split("prefers-color-scheme: dark")[:2]
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w+)", dark.split("}")[0]))
    pairs = [(ink, ground) for ground in ("card", "paper") for ink in ("ink", "soft")]
    pairs += [
        (ink, "card") for ink in ("good", "fair", "poor", "accent", "situation", "task", "action", "result", "learned")
    ]
    pairs += [("on", stage) for stage in ("situation", "task", "action", "result", "learned", "other", "accent")]
    pairs += [("ink", "flag-wash"), ("ink", "strength-wash"), ("fair", "warn-wash"), ("soft", "hover")]
    for ink, ground in pairs:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, contrast(colours[ink], colours[ground]))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
