# shellcheck shell=bash
# How many instructions a step takes, by the size of the tables (docs/performance.md): they do not depend on what else
# the machine does.

instructions() {
    require_build_tools
    require_python
    if command -v dpkg-query >/dev/null; then
        require_packages valgrind
    elif ! command -v valgrind >/dev/null; then
        fail "valgrind is missing; install it with your system's package manager"
    fi
    local recount
    build_optimised_recount
    say "counting instructions; some minutes"
    mkdir -p "$benchmark_directory"
    python3 -B .ci/bench/instructions.py "$recount" "$benchmark_directory/instructions.json"
    draw_benchmarks
}
