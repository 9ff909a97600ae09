#!/bin/sh
# Sets up .venv from the lock files; does nothing, quickly, when it is as they say. Usage: tools/bootstrap.sh core|dev
# POSIX shell, because no usable Python may be on the path yet: this finds one and hands over to tools/set_up.py.
set -u
cd "$(dirname "$0")/.." || exit 1
level=${1:-dev}
stamp=.venv/.comptoir

same() { cmp -s "$1" "$stamp/$2"; }

up_to_date() {
    [ -x .venv/bin/python ] || return 1
    [ "$(cat "$stamp/place" 2>/dev/null)" = "$PWD" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$(cat "$stamp/asked" 2>/dev/null)" = "$PYTHON" ] || return 1
    same pyproject.toml pyproject.toml && same requirements/core.lock core.lock || return 1
    same requirements/dev.lock dev.lock || { [ "$level" = core ] && [ ! -e "$stamp/dev.lock" ]; }
}

up_to_date && exit 0

tried=''
# A candidate must really answer: a version manager's stand-ins exist for every version and exit 127 for most.
usable() {
    said=$("$1" --version 2>&1) || { tried="$tried
  $1: does not answer --version"; return 1; }
    case $said in
        'Python 3.12.'* | 'Python 3.13.'* | 'Python 3.14.'*) ;;
        *) tried="$tried
  $1: is $said"; return 1 ;;
    esac
    "$1" -c 'import ctypes, sqlite3, ssl, venv, zlib' 2>/dev/null || { tried="$tried
  $1: lacks a standard module (ctypes, sqlite3, ssl, venv or zlib)"; return 1; }
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        usable "$PYTHON" && { found=$PYTHON; return 0; }
    fi
    for version in 3.13 3.14 3.12; do
        path=$(command -v "python$version") && usable "$path" && { found=$path; return 0; }
    done
    for version in 3.13 3.14 3.12; do
        for path in \
            "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python"$version" \
            "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/python/"$version"*/bin/python"$version" \
            "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/python/"$version"*/bin/python"$version" \
            "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}"/cpython-"$version"*/bin/python"$version" \
            /usr/local/bin/python"$version" /opt/homebrew/bin/python"$version" /usr/bin/python"$version"; do
            [ -x "$path" ] && usable "$path" && { found=$path; return 0; }
        done
    done
    for name in python3 python; do
        path=$(command -v "$name") && usable "$path" && { found=$path; return 0; }
    done
    return 1
}

found=''
if find_python; then
    exec "$found" tools/set_up.py --level "$level" --python "$found" --asked "${PYTHON:-}"
fi

# None of ours. Any Python 3 can still fetch uv, and uv may be able to fetch an interpreter.
printf 'No Python 3.12, 3.13 or 3.14 found. Tried:%s\n' "${tried:-
  nothing: no python on the path}" >&2
for name in python3 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then
        exec "$name" tools/set_up.py --level "$level" --asked "${PYTHON:-}"
    fi
done
echo 'Install Python 3.13 (Debian 13: apt install python3-venv; macOS: brew install python@3.13; or pyenv install 3.13),' >&2
echo 'or set PYTHON to an interpreter.' >&2
exit 1
