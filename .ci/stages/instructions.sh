# shellcheck shell=bash
# How many instructions a step takes, by the size of the tables (docs/performance.md): they do not depend on what else
# the machine does.

instructions() {
    require_build_tools
    require_python
    if command -v dpkg-query >/dev/null; then
        require_packages valgrind binutils
    elif ! command -v valgrind >/dev/null || ! command -v strip >/dev/null; then
        fail "valgrind or strip (binutils) is missing; install both with your system's package manager"
    fi
    local recount
    build_optimised_recount
    # Valgrind gives up on some forms of debugging information; names of functions are no part of that.
    make_work_directory
    strip --strip-debug -o "$work/recount" "$recount"
    say "counting instructions; some minutes"
    mkdir -p "$benchmark_directory"
    python3 -B .ci/bench/instructions.py "$work/recount" "$benchmark_directory/instructions.json"
    draw_benchmarks
}
