# shellcheck shell=bash
# The freestanding kernel: Embedded Swift without an allocator, one object for each target.

readonly freestanding_targets=(x86_64 aarch64 riscv64 wasm32)

# Triples for which the toolchain carries an embedded standard library. A triple without an operating
# system makes the same code as Linux' would; for RISC-V it must be told to use the extensions and the
# calling convention that Linux distributions use, so that the object links with their C libraries.
triple() {
    case "$1" in
    x86_64) echo x86_64-unknown-linux-gnu ;;
    aarch64) echo aarch64-none-none-elf ;;
    riscv64) echo riscv64-none-none-eabi ;;
    wasm32) echo wasm32-unknown-none-wasm ;;
    *) fail "no target \"$1\"; there are: ${freestanding_targets[*]}" ;;
    esac
}

machine_flags() {
    case "$1" in
    riscv64) echo -Xcc -march=rv64gc -Xcc -mabi=lp64d ;;
    esac
}

# All that the kernel may expect from outside: moving bytes, comparing them, dividing 128 bits, and
# what the compiler's stack protector and WebAssembly's linker define. Anything else is refused, so an
# allocator, retain and release, or a source of randomness cannot slip in under a new name.
readonly allowed_symbols='memcpy|memmove|memset|memcmp|__udivti3|__umodti3|__multi3|__stack_chk_fail|__stack_chk_guard'
readonly allowed_wasm_symbols='__stack_pointer|__indirect_function_table|__linear_memory|__memory_base|__table_base'

require_toolchain() {
    require_swift
    toolchain=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/../../bin
    local tool
    for tool in llvm-nm llvm-objdump; do
        [ -x "$toolchain/$tool" ] || fail "$tool is not in $toolchain; install the whole Swift toolchain from swift.org"
    done
}

# embedded_flags TARGET MODULE
embedded_flags() {
    echo -target "$(triple "$1")" "$(machine_flags "$1")" -enable-experimental-feature Embedded -wmo -O \
        -parse-as-library -module-name "$2"
}

# compile_freestanding TARGET OBJECT SOURCE-OR-FLAG…
compile_freestanding() {
    local target=$1 object=$2 flags
    shift 2
    read -r -a flags < <(embedded_flags "$target" RecountKernel)
    swiftc "${flags[@]}" -module-cache-path "$root/.build/freestanding/modules" -c -o "$object" "$@"
}

forbidden_symbols() {
    "$toolchain/llvm-nm" --undefined-only --just-symbol-name "$1" |
        grep -Evx "$allowed_symbols|$allowed_wasm_symbols" || true
}

imports() { grep -EnH '^[[:space:]]*(@[A-Za-z_]+(\([^)]*\))?[[:space:]]+)*([a-z]+[[:space:]]+)?import[[:space:]]' "$@" || true; }

# Bytes of the sections of a kind (TEXT, DATA or BSS) in an object file.
section_bytes() {
    local object=$1 wanted=$2 total=0 size kind
    while read -r _ _ size _ kind; do
        if [ "$kind" = "$wanted" ]; then total=$((total + 16#$size)); fi
    done < <("$toolchain/llvm-objdump" --section-headers "$object")
    echo "$total"
}

# Proves that each of the checks below can fail.
check_the_checks() {
    local target=$1 planted="$work/Planted.swift" object="$work/planted.o"
    cat >"$planted" <<'PLANTED'
public func planted(_ count: Int) -> Int {
    var numbers: [Int] = []
    for number in 0..<count { numbers.append(number) }
    return numbers.count
}
PLANTED
    if compile_freestanding "$target" "$object" "$planted" -no-allocations 2>/dev/null; then
        fail "$target: a planted array compiled with -no-allocations; this check proves nothing"
    fi
    compile_freestanding "$target" "$object" "$planted"
    [ -n "$(forbidden_symbols "$object")" ] ||
        fail "$target: a planted array left no forbidden symbol; this check proves nothing"
    echo '@_implementationOnly internal import Glibc' >"$planted"
    [ -n "$(imports "$planted")" ] || fail "a planted import was not found; this check proves nothing"
}

kernel_object() { echo "$root/.build/freestanding/$1/kernel.o"; }

# What decides whether a target's object is up to date.
kernel_key() {
    { swiftc --version 2>/dev/null; embedded_flags "$1" RecountKernel; sha256sum "${kernel_files[@]}"; } | sha256sum
}

# Compiles the kernel for one target unless its object is up to date.
compile_kernel() {
    local target=$1 object key_file
    object=$(kernel_object "$target")
    key_file=${object%.o}.key
    if [ -f "$object" ] && [ "$(cat "$key_file" 2>/dev/null)" = "$(kernel_key "$target")" ]; then return 0; fi
    mkdir -p "${object%/*}"
    rm -f "$key_file"
    compile_freestanding "$target" "$object" "${kernel_files[@]}" -no-allocations \
        -emit-module -emit-module-path "${object%/*}/RecountKernel.swiftmodule"
    kernel_key "$target" >"$key_file"
}

# Compiles the kernel for all targets, at the same time because each compiler uses one core.
compile_kernels() {
    local target process processes=() failed=0
    mapfile -t kernel_files < <(find Sources/RecountKernel -name '*.swift' | sort)
    for target in "${freestanding_targets[@]}"; do
        compile_kernel "$target" &
        processes+=($!)
    done
    for process in "${processes[@]}"; do wait "$process" || failed=1; done
    [ "$failed" = 0 ] || fail "the kernel does not compile for each target without an allocator; see above"
}

freestanding() {
    require_toolchain
    say "compiling the kernel as Embedded Swift without an allocator, at most a few minutes on two cores"
    make_work_directory
    local found target object
    compile_kernels
    found=$(imports "${kernel_files[@]}")
    [ -z "$found" ] || fail "the kernel imports nothing, but: $found"
    for target in "${freestanding_targets[@]}"; do
        check_the_checks "$target"
        object=$(kernel_object "$target")
        found=$(forbidden_symbols "$object")
        [ -z "$found" ] || fail "$target: the kernel needs symbols that it must not need:" $found
        printf '%-8s %-26s %7d bytes of code, %5d of data, %3d zeroed; no allocator, no imports\n' "$target" \
            "$(triple "$target")" "$(section_bytes "$object" TEXT)" "$(section_bytes "$object" DATA)" \
            "$(section_bytes "$object" BSS)"
    done
}
