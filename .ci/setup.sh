#!/bin/sh
# Sets up .venv for one of: run (score and demo), sound (a live microphone too), test (everything tests need).
# Says what it does; does nothing that is done already.
set -eu

what="${1:-run}"
python="${PYTHON:-python3}"
venv="${VENV:-.venv}"
stamp="$venv/.mockint-$what"

say() { printf 'setup: %s\n' "$*" >&2; }

need_system_packages() {
    # Debian and its like; elsewhere say what is needed and go on.
    missing=""
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        say "install by hand what these Debian packages hold:$missing"
        return 0
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        say "no right to install system packages; missing:$missing"
        say "install them with: sudo apt-get install$missing"
        return 0
    fi
    say "installing system packages:$missing"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# The package list of this checkout: when it changes, everything is installed again.
current() { [ -f "$1" ] && [ "$1" -nt pyproject.toml ] && [ "$1" -nt .ci/setup.sh ]; }

if [ "$what" != run ] && [ "$(uname -s)" = Linux ] && command -v dpkg >/dev/null 2>&1; then
    case "$what" in
        sound) need_system_packages libportaudio2 ;;
        test) need_system_packages libportaudio2 pulseaudio libasound2-plugins ;;
    esac
fi

current "$stamp" && exit 0

if [ ! -x "$venv/bin/python" ]; then
    command -v "$python" >/dev/null 2>&1 || { say "found no $python; install Python 3.11 or newer"; exit 3; }
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "found $("$python" --version); Python 3.11 or newer is needed (PYTHON=python3.12 make ...)"
        exit 3
    }
    say "creating $venv"
    "$python" -m venv "$venv" || { say "cannot make a virtual environment; install python3-venv"; exit 3; }
fi

extras="models,voice,prosody"
[ "$what" = test ] && extras="$extras,test"
say "installing mockint[$extras] into $venv (about 600 MB to download the first time, a few minutes)"
"$venv/bin/python" -m pip install --disable-pip-version-check --progress-bar off -e ".[$extras]" 2>&1 |
    sed -u -n -e 's/^ *Downloading \([^ ]*\) \(([0-9.]* [MG]B)\).*/  \1 \2/p' -e 's/^Installing.*/  installing .../p' \
        -e '/^ERROR/p' >&2
"$venv/bin/python" -c 'import mockint' || { say "the installation failed"; exit 3; }
touch "$stamp"
[ "$what" = test ] && touch "$venv/.mockint-run" "$venv/.mockint-sound"
exit 0
