# shellcheck shell=bash
# The nearest peer and Recount in turns on the same machine (docs/performance.md).

readonly peer_results=$benchmark_directory/peers.json

# Measures both, and writes the results and their table.
peers() {
    require_build_tools
    require_toolchain
    require_python
    local recount place=.build/peers-python core=.build/peers-python/peer_core.so
    build_optimised_recount
    if ! "$place/bin/python3" -c 'import calybris' 2>/dev/null; then
        say "installing the peer in $place"
        require_virtual_environment "$place"
        "$place/bin/python3" -m pip install --quiet --disable-pip-version-check -r .ci/bench/peers.txt
    fi
    "$toolchain/clang" -fuse-ld=lld -std=c11 -O2 -Wall -Wextra -Werror -shared -fPIC -o "$core" .ci/bench/peer_core.c
    say "measuring the peer and recount in turns; leave the machine alone for some minutes"
    mkdir -p "$benchmark_directory"
    "$place/bin/python3" -B .ci/bench/peers.py "$recount" "$core" "$toolchain/llvm-nm" \
        "$peer_results.part"
    mv "$peer_results.part" "$peer_results"
    draw_benchmarks
}
