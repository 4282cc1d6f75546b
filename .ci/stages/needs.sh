# shellcheck shell=bash
# What the stages need: tools, packages, a place for temporary files.

require_swift() {
    [ "$(uname -s)" = Linux ] || fail "this is $(uname -s); Recount builds on Linux only"
    command -v swift >/dev/null ||
        fail "swift is not in PATH; install Swift $required_swift or later: https://www.swift.org/install/linux"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [ "$(printf '%s\n' "$required_swift" "${version:-0}" | sort -V | head -n 1)" = "$required_swift" ] ||
        fail "Swift ${version:-of an unknown version} is too old; install $required_swift or later:" \
            "https://www.swift.org/install/linux"
    use_writable_home
}

# The compiler and the package manager keep caches under HOME; where that is read-only they get one here.
use_writable_home() {
    if ! { mkdir -p "${HOME:-/nonexistent}/.cache" && [ -w "$HOME" ] && [ -w "$HOME/.cache" ]; } 2>/dev/null; then
        export HOME="$root/.build/home"
        mkdir -p "$HOME"
    fi
}

# Installs what is missing of the given Debian packages.
require_packages() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] ||
        fail "${missing[*]} missing; run: sudo apt-get update && sudo apt-get install -y ${missing[*]}"
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -y -q --no-install-recommends "${missing[@]}"
}

require_build_tools() {
    require_swift
    if command -v dpkg-query >/dev/null; then
        require_packages libb2-dev pkg-config
    elif ! pkg-config --exists libb2 2>/dev/null; then
        fail "libb2 or pkg-config is missing; install both with your system's package manager"
    fi
}

# A temporary directory in $work, removed at the end.
make_work_directory() {
    [ -z "${work:-}" ] || return 0
    work=$(mktemp -d "${TMPDIR:-/tmp}/recount-dev.XXXXXX")
    trap 'rm -rf "$work"' EXIT
}

require_python() {
    if command -v dpkg-query >/dev/null && ! command -v python3 >/dev/null; then require_packages python3; fi
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
        fail "Python 3.10 or later is missing; install it with your system's package manager"
}
