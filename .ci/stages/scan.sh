# shellcheck shell=bash
# The scan of the kernel's machine code, see .ci/scan/scan.py and docs/freestanding.md.

# Stack in bytes that one function of the kernel and a whole chain of calls may take.
readonly frame_limit_bytes=12288 depth_limit_bytes=32768

# scan_object TARGET OBJECT [--planted]
scan_object() {
    local target=$1 object=$2
    shift 2
    python3 .ci/scan/scan.py --machine "$target" --frame-limit "$frame_limit_bytes" \
        --depth-limit "$depth_limit_bytes" --objdump "$toolchain/llvm-objdump" \
        --demangle "$toolchain/swift-demangle" "$@" "$object"
}

scan() {
    require_toolchain
    require_python
    make_work_directory
    say "scanning the machine code for floating point, allocation, randomness, recursion and deep stacks"
    python3 -B -m unittest discover --quiet --start-directory .ci/scan
    local target part failed=0
    compile_targets
    for target in "${freestanding_targets[@]}"; do
        compile_embedded "$target" Planted "$work/planted.o" .ci/scan/planted/Planted.swift
        scan_object "$target" "$work/planted.o" --planted ||
            fail "$target: the scan overlooks what was planted for it to find; it proves nothing"
        for part in kernel library; do
            scan_object "$target" "$(embedded_object "$target" "$part")" || failed=1
        done
    done
    [ "$failed" = 0 ] || fail "the machine code has what it must not have; see the lines above"
}
