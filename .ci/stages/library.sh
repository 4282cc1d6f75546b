# shellcheck shell=bash
# The C library: the freestanding object of kernel and C interface as librecount.so and librecount.a, which need no
# Swift runtime, with examples that are built and run where there is none.

readonly library_directory=.build/library
readonly library_header=Sources/CRecount/include/recount.h
# The first part of the SONAME, as RECOUNT_ABI_VERSION in the header.
readonly library_abi=1
# What the shared library may expect from outside.
readonly library_needed='libc.so.6|ld-linux-x86-64.so.2|ld-linux-aarch64.so.1'

# The version that recount_version returns, which must be that of the command line.
library_version() {
    local version other
    version=$(sed -n 's/.*recount_version().*cString("\(.*\)").*/\1/p' Sources/RecountC/Library.swift)
    other=$(grep -rhoE '^ *version: "[0-9.]+"' Sources/recount | head -n 1 | tr -dc '0-9.')
    [ -n "$version" ] && [ "$version" = "$other" ] ||
        fail "Sources/RecountC/Library.swift says version \"$version\", the command line \"$other\"; make them equal"
    echo "$version"
}

# The functions that the header declares: what stands before a parenthesis once comments are gone.
library_functions() {
    "$toolchain/clang" -E -P -x c "$library_header" | grep -oE '\brecount_[a-z_]+ *\(' | tr -d ' (' | sort -u
}

# Builds librecount.so and librecount.a for this machine, and checks that they are what the header promises.
library() {
    require_toolchain
    say "building the C library"
    compile_target "$(uname -m)"
    mkdir -p "$library_directory"
    link_library "$(library_version)" "$(embedded_object "$(uname -m)" library)"
    check_library
}

# link_library VERSION OBJECT
link_library() {
    local version=$1 exports="$library_directory/exports" one="$library_directory/recount.o"
    library_functions >"$exports"
    # Of all symbols only the header's stay visible, in the archive too: nothing of Swift's can meet another program's.
    "$toolchain/llvm-objcopy" --keep-global-symbols="$exports" "$2" "$one"
    {
        echo "RECOUNT_$library_abi { global:"
        sed 's/$/;/' "$exports"
        echo "local: *; };"
    } >"$library_directory/exports.map"
    rm -f "$library_directory"/librecount.*
    "$toolchain/clang" -shared -fuse-ld=lld -o "$library_directory/librecount.so.$version" "$one" \
        -Wl,-soname,"librecount.so.$library_abi" -Wl,--version-script="$library_directory/exports.map" \
        -Wl,--gc-sections -Wl,--no-undefined -Wl,--as-needed -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-s
    ln -s "librecount.so.$version" "$library_directory/librecount.so.$library_abi"
    ln -s "librecount.so.$library_abi" "$library_directory/librecount.so"
    "$toolchain/llvm-ar" rcsD "$library_directory/librecount.a" "$one"
}

# The library exports the header's functions and nothing else, and needs nothing but the C library.
check_library() {
    local declared found shared="$library_directory/librecount.so"
    grep -q "define RECOUNT_ABI_VERSION $library_abi\$" "$library_header" ||
        fail "$library_header: RECOUNT_ABI_VERSION is not $library_abi as in .ci/stages/library.sh"
    declared=$(library_functions)
    found=$("$toolchain/llvm-nm" -D --defined-only --just-symbol-name "$shared" |
        sed 's/@.*//' | grep -vx "RECOUNT_$library_abi" | sort -u)
    [ "$declared" = "$found" ] ||
        fail "librecount.so exports other functions than the header declares:" \
            "$(diff <(echo "$declared") <(echo "$found") | grep '^[<>]' | tr '\n' ' ')"
    found=$("$toolchain/llvm-nm" --extern-only --defined-only --just-symbol-name "$library_directory/librecount.a" |
        grep '^[a-zA-Z_$]' | grep -v ':$' | sort -u)
    [ "$declared" = "$found" ] ||
        fail "librecount.a exports other symbols than the header declares:" \
            "$(diff <(echo "$declared") <(echo "$found") | grep '^[<>]' | tr '\n' ' ')"
    found=$(forbidden_symbols "$library_directory/recount.o")
    [ -z "$found" ] || fail "librecount.a needs symbols that it must not need:" $found
    found=$(library_dependencies "$shared" | grep -Evx "$library_needed" || true)
    [ -z "$found" ] || fail "librecount.so needs libraries that it must not need:" $found
    printf 'librecount.so %d bytes, librecount.a %d bytes, %d functions, needs: %s\n' \
        "$(stat -Lc %s "$shared")" "$(stat -c %s "$library_directory/librecount.a")" \
        "$(wc -l <<<"$declared")" "$(library_dependencies "$shared" | tr '\n' ' ')"
}

# The libraries that a shared library names as needed.
library_dependencies() {
    "$toolchain/llvm-objdump" --private-headers "$1" | sed -n 's/^ *NEEDED *//p'
}

# --- Installing -----------------------------------------------------------------------------

# install_library PREFIX: lib, include and pkg-config file; the list of files is kept for removing them.
install_library() {
    local prefix=$1 version manifest file
    library
    version=$(library_version)
    manifest="$prefix/share/recount/manifest"
    [ ! -e "$manifest" ] || uninstall_library "$prefix" >/dev/null
    mkdir -p "$prefix/lib/pkgconfig" "$prefix/include" "$prefix/share/recount" ||
        fail "cannot write to $prefix; choose another --prefix, or install as its owner"
    install -m 644 "$library_header" "$prefix/include/recount.h"
    install -m 644 "$library_directory/librecount.a" "$prefix/lib/librecount.a"
    install -m 755 "$library_directory/librecount.so.$version" "$prefix/lib/librecount.so.$version"
    ln -sf "librecount.so.$version" "$prefix/lib/librecount.so.$library_abi"
    ln -sf "librecount.so.$library_abi" "$prefix/lib/librecount.so"
    library_description "$version" >"$prefix/lib/pkgconfig/recount.pc"
    printf '%s\n' include/recount.h lib/librecount.a "lib/librecount.so.$version" "lib/librecount.so.$library_abi" \
        lib/librecount.so lib/pkgconfig/recount.pc share/recount/manifest >"$manifest"
    say "installed in $prefix"
    while read -r file; do echo "  $file"; done <"$manifest"
}

# Paths count from where the file stands, so the whole prefix can be moved.
library_description() {
    cat <<END
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: recount
Description: Deterministic decision kernel for LLM gateways
Version: $1
Libs: -L\${libdir} -lrecount
Cflags: -I\${includedir}
END
}

# uninstall_library PREFIX: removes what install_library put there, and its directory.
uninstall_library() {
    local prefix=$1 manifest="$1/share/recount/manifest" file
    [ -r "$manifest" ] || fail "$manifest does not exist: nothing was installed in $prefix"
    while read -r file; do
        case "$file" in
        include/recount.h | lib/librecount.* | lib/pkgconfig/recount.pc | share/recount/manifest) ;;
        *) fail "$manifest lists \"$file\", which is none of ours; remove what it lists by hand" ;;
        esac
        rm -f "$prefix/$file"
    done < <(cat "$manifest")
    rmdir --ignore-fail-on-non-empty "$prefix/share/recount" "$prefix/lib/pkgconfig"
    say "removed from $prefix"
}

# --- Examples -------------------------------------------------------------------------------

# Builds and runs the examples from an installed library, where no Swift can be found: an empty environment,
# and system directories alone in PATH.
library_examples() {
    make_work_directory
    local prefix="$work/installed" moved="$work/moved" build="$work/examples" paths=/usr/bin:/bin python
    command -v cc >/dev/null && command -v make >/dev/null && command -v pkg-config >/dev/null ||
        require_packages gcc libc6-dev make pkg-config
    require_python
    # By its own path, which need not be a system directory.
    python=$(python3 -c 'import sys; print(sys.executable)')
    install_library "$prefix"
    mv "$prefix" "$moved"
    cp -R docs/examples/c "$build"
    if env -i PATH="$paths" sh -c 'command -v swift'; then fail "swift is in $paths: this check proves nothing"; fi

    say "the C example, shared and static, with pkg-config and without Swift"
    env -i PATH="$paths" PKG_CONFIG_PATH="$moved/lib/pkgconfig" make --silent -C "$build" all
    env -i "$build/example"
    env -i PATH="$paths" ldd "$build/example"
    env -i "$build/example-static" >"$work/static.out"
    env -i "$build/example" | diff - "$work/static.out" || fail "the static example gives other lines"
    echo "the same from the static one"

    say "a million commands, good and bad, between guard pages"
    env -i PATH="$paths" PKG_CONFIG_PATH="$moved/lib/pkgconfig" \
        sh -c "cc -std=c11 -O2 -Wall -Wextra -Werror -o '$work/million' Tests/RecountCMillion/million.c \
            \$(pkg-config --cflags --libs recount) -Wl,-rpath,'$moved/lib'"
    env -i "$work/million"

    say "the Python example"
    env -i PATH="$paths" PYTHONDONTWRITEBYTECODE=1 RECOUNT_LIBRARY="$moved/lib/librecount.so.$library_abi" \
        "$python" docs/examples/python/demo.py
    uninstall_library "$moved" >/dev/null
    [ -z "$(find "$moved" -type f -o -type l)" ] || fail "files stayed behind: $(find "$moved" -type f -o -type l)"
}
