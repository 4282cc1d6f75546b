# shellcheck shell=bash
# What steps, journals and replays cost (docs/performance.md).

readonly benchmark_directory=docs/benchmarks
readonly benchmark_results=$benchmark_directory/results.json
readonly performance_page=docs/performance.md

# Builds, measures everything, and writes the results, the pictures and the tables of the page.
bench() {
    require_build_tools
    local recount
    build_optimised_recount
    say "measuring; leave the machine alone for some minutes"
    mkdir -p "$benchmark_directory"
    # Beside its place first: a run that fails leaves the last results as they are.
    "$recount" bench --json >"$benchmark_results.part"
    mv "$benchmark_results.part" "$benchmark_results"
    draw_benchmarks
}

# Sets recount.
build_optimised_recount() {
    say "building recount with optimisation"
    swift build -c release --product recount
    recount="$(swift build -c release --show-bin-path)/recount"
}

# Pictures and tables, from the results that are there.
draw_benchmarks() {
    require_drawing
    say "drawing $benchmark_directory/*.svg and the tables of $performance_page"
    "$drawing_python" -B .ci/bench/figures.py "$benchmark_directory" "$performance_page"
}

# A Python with the plotting library, in a place of its own. Sets drawing_python.
require_drawing() {
    require_python
    local place=.build/bench-python
    drawing_python=$place/bin/python3
    if ! "$drawing_python" -c 'import matplotlib' 2>/dev/null; then
        say "installing what draws the pictures in $place"
        require_virtual_environment "$place"
        "$drawing_python" -m pip install --quiet --disable-pip-version-check -r .ci/bench/requirements.txt
    fi
}

# A Python of its own, without packages.
require_virtual_environment() {
    if command -v dpkg-query >/dev/null && ! python3 -c 'import ensurepip' 2>/dev/null; then
        require_packages python3-venv
    fi
    python3 -m venv "$1"
}

# The scripts of the benchmarks calculate and draw what they say.
figures() {
    require_python
    say "testing the scripts of the benchmarks"
    python3 -B -m unittest discover --quiet --start-directory .ci/bench
}

# No step of an optimised build allocates, here and in the last full result; every benchmark does the work that it says.
allocations() {
    require_build_tools
    require_python
    local recount
    figures
    build_optimised_recount
    say "counting the allocations of every step"
    make_work_directory
    "$recount" bench --quick --json >"$work/quick.json"
    python3 -B .ci/bench/allocations.py "$work/quick.json" "$benchmark_results"
}
