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
    toolchain=$(realpath "$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/../../bin")
    local tool
    for tool in llvm-nm llvm-objdump swift-demangle clang ld.lld wasm-ld wasmkit; do
        [ -x "$toolchain/$tool" ] || fail "$tool is not in $toolchain; install the whole Swift toolchain from swift.org"
    done
}

# embedded_flags TARGET MODULE
embedded_flags() {
    echo -target "$(triple "$1")" "$(machine_flags "$1")" -enable-experimental-feature Embedded -wmo -O \
        -parse-as-library -module-name "$2"
}

# compile_embedded TARGET MODULE OBJECT SOURCE-OR-FLAG…
compile_embedded() {
    local target=$1 module=$2 object=$3 flags
    shift 3
    read -r -a flags < <(embedded_flags "$target" "$module")
    swiftc "${flags[@]}" -module-cache-path "$root/.build/freestanding/modules" -c -o "$object" "$@"
}

forbidden_symbols() {
    "$toolchain/llvm-nm" --undefined-only --just-symbol-name "$1" |
        grep -Evx "$allowed_symbols|$allowed_wasm_symbols" || true
}

imports() {
    grep -EnH '^[[:space:]]*(@[A-Za-z_]+(\([^)]*\))?[[:space:]]+)*([a-z]+[[:space:]]+)?import[[:space:]]' "$@" || true
}

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
    if compile_embedded "$target" Planted "$object" "$planted" -no-allocations 2>/dev/null; then
        fail "$target: a planted array compiled with -no-allocations; this check proves nothing"
    fi
    compile_embedded "$target" Planted "$object" "$planted"
    [ -n "$(forbidden_symbols "$object")" ] ||
        fail "$target: a planted array left no forbidden symbol; this check proves nothing"
    echo '@_implementationOnly internal import Glibc' >"$planted"
    [ -n "$(imports "$planted")" ] || fail "a planted import was not found; this check proves nothing"
}

# The object of the kernel or of the C library, which has in it all that it uses of the kernel.
# embedded_object TARGET kernel|library
embedded_object() { echo "$root/.build/freestanding/$1/$2.o"; }

kernel_files() { find Sources/RecountKernel -name '*.swift' | sort; }
library_files() { find Sources/RecountC Sources/CRecount/include -type f | sort; }

# What decides whether an object is up to date; the library is compiled from the kernel's module.
embedded_key() {
    {
        swiftc --version 2>/dev/null
        embedded_flags "$1" ""
        declare -f compile_embedded compile_kernel compile_library
        kernel_files | xargs -d '\n' cat
        if [ "$2" = library ]; then library_files | xargs -d '\n' cat; fi
    } | sha256sum
}

# compile_kernel TARGET OBJECT
compile_kernel() {
    local files
    mapfile -t files < <(kernel_files)
    compile_embedded "$1" RecountKernel "$2" "${files[@]}" -no-allocations \
        -emit-module -emit-module-path "${2%/*}/RecountKernel.swiftmodule"
}

# compile_library TARGET OBJECT
compile_library() {
    local files
    mapfile -t files < <(library_files | grep '\.swift$')
    compile_embedded "$1" RecountC "$2" "${files[@]}" -no-allocations \
        -I "${2%/*}" -I Sources/CRecount/include -Xcc -ffreestanding
}

# Compiles the kernel, then the library, for one target unless their objects are up to date.
compile_target() {
    local target=$1 part object key
    for part in kernel library; do
        object=$(embedded_object "$target" "$part")
        key=$(embedded_key "$target" "$part")
        if [ -f "$object" ] && [ "$(cat "$object.key" 2>/dev/null)" = "$key" ]; then continue; fi
        mkdir -p "${object%/*}"
        rm -f "$object.key"
        "compile_$part" "$target" "$object"
        echo "$key" >"$object.key"
    done
}

# Compiles for all targets, at the same time because each compiler uses one core.
compile_targets() {
    local target process processes=() failed=0
    for target in "${freestanding_targets[@]}"; do
        compile_target "$target" &
        processes+=($!)
    done
    for process in "${processes[@]}"; do wait "$process" || failed=1; done
    [ "$failed" = 0 ] || fail "kernel or library do not compile for each target without an allocator; see above"
}

freestanding() {
    require_toolchain
    say "compiling kernel and C library as Embedded Swift without an allocator, at most a few minutes on two cores"
    make_work_directory
    local found target part object files
    compile_targets
    mapfile -t files < <(kernel_files)
    found=$(imports "${files[@]}")
    [ -z "$found" ] || fail "the kernel imports nothing, but: $found"
    for target in "${freestanding_targets[@]}"; do
        check_the_checks "$target"
        for part in kernel library; do
            object=$(embedded_object "$target" "$part")
            found=$(forbidden_symbols "$object")
            [ -z "$found" ] || fail "$target: the $part needs symbols that it must not need:" $found
            printf '%-8s %-26s %-7s %7d bytes of code, %4d of data, %2d zeroed; no allocator\n' "$target" \
                "$(triple "$target")" "$part" "$(section_bytes "$object" TEXT)" "$(section_bytes "$object" DATA)" \
                "$(section_bytes "$object" BSS)"
        done
    done
}
