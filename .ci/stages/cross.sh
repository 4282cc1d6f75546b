# shellcheck shell=bash
# The same answers on every target: a driver over the C library answers all test vectors natively, under
# emulation, and as WebAssembly; .ci/cross/compare.py compares.

require_cross_tools() {
    require_toolchain
    require_python
    if command -v dpkg-query >/dev/null; then
        require_packages qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-riscv64-linux-gnu libc6-dev-riscv64-cross
        return 0
    fi
    local tool
    for tool in qemu-aarch64 qemu-riscv64 aarch64-linux-gnu-gcc riscv64-linux-gnu-gcc; do
        command -v "$tool" >/dev/null || fail "$tool is not in PATH; install it with your system's package manager"
    done
}

driver() { echo "$root/.build/freestanding/$1/driver"; }

# How a target's driver is run on this machine.
driver_command() {
    case "$1" in
    wasm32) echo "$toolchain/wasmkit run $(driver wasm32)" ;;
    "$(uname -m)") driver "$1" ;;
    *) echo "qemu-$1 $(driver "$1")" ;;
    esac
}

# build_driver TARGET DRIVER FLAG…
build_driver() {
    local target=$1 driver=$2 files=(Vectors/driver/driver.c) place
    shift 2
    case "$target" in
    wasm32)
        place=(--target=wasm32-unknown-unknown -nostdlib -mbulk-memory -Wl,--no-entry -Wl,-z,stack-size=131072)
        files+=(Vectors/driver/host_wasi.c)
        ;;
    *)
        place=("--target=$target-linux-gnu" -static)
        files+=(Vectors/driver/host_posix.c)
        ;;
    esac
    "$toolchain/clang" "${place[@]}" -fuse-ld=lld -std=c11 -O2 -Wall -Wextra -Werror -I Sources/CRecount/include \
        "-DDRIVER_NAME=\"recount, C interface, $target\"" "$@" -o "$driver" "${files[@]}" \
        "$(embedded_object "$target" library)"
}

# Proves that the comparison can fail: one bit of one decision is wrong.
check_the_comparison() {
    build_driver "$(uname -m)" "$work/wrong" -DDRIVER_WRONG_STEP=5
    if python3 -B .ci/cross/compare.py Vectors "planted=$work/wrong" >"$work/wrong.log" 2>&1; then
        fail "a driver with a wrong answer passed; the comparison proves nothing"
    fi
    grep -q 'decision: expected' "$work/wrong.log" ||
        fail "a driver with a wrong answer failed for another reason: $(tail -n 1 "$work/wrong.log")"
}

cross() {
    require_cross_tools
    make_work_directory
    say "comparing the answers of ${freestanding_targets[*]}, under emulation where needed; about a minute"
    python3 -B -m unittest discover --quiet --start-directory .ci/cross
    compile_targets
    local target drivers=()
    for target in "${freestanding_targets[@]}"; do
        build_driver "$target" "$(driver "$target")"
        drivers+=("$target=$(driver_command "$target")")
    done
    check_the_comparison
    python3 -B .ci/cross/compare.py Vectors "${drivers[@]}" ||
        fail "the targets do not all answer as the vectors say; see above"
}
