# shellcheck shell=bash
# Fuzzing (docs/testing.md): one program of all targets in Fuzz/Targets under libFuzzer and AddressSanitizer.
#
# It is compiled here and not by the package manager, which would compile every dependency once more with the
# sanitizers. What is not ours is linked as the debug build has it.

readonly fuzz_directory=.build/fuzz
# In the order in which they import each other.
readonly fuzz_modules=(RecountKernel RecountDigest RecountContext RecountJSON RecountJournal RecountReplay RecountFuzz)
# How long each target runs in CI, and by itself unless it is told.
readonly fuzz_stage_seconds=5 fuzz_seconds=60

fuzz_targets() { find Fuzz/Corpus -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort; }

# --- Building -------------------------------------------------------------------------------

fuzz_sources() {
    case "$1" in
    RecountFuzz) find "$root/Fuzz/Targets" -name '*.swift' | sort ;;
    *) find "$root/Sources/$1" -name '*.swift' | sort ;;
    esac
}

# Assertions stay in, though the optimiser runs: fuzz_flags MODULE
fuzz_flags() {
    printf '%s\n' -swift-version 6 -O -whole-module-optimization -assert-config Debug -num-threads "$(nproc)" \
        -gline-tables-only -parse-as-library -sanitize=fuzzer,address -warnings-as-errors -package-name recount \
        -module-name "$1" -module-cache-path "$root/$fuzz_directory/modules" -I "$root/$fuzz_directory" -I "$debug/Modules"
    local map
    for map in Sources/C*/module.modulemap Sources/C*/include/module.modulemap \
        .build/checkouts/*/Sources/C*/include/module.modulemap Fuzz/Runner/C*/module.modulemap; do
        printf '%s\n' -Xcc "-fmodule-map-file=$root/$map" -Xcc -I -Xcc "$root/${map%/*}"
    done
}

# compile_fuzzed MODULE KEY: compiles a module unless its key says that nothing has changed.
compile_fuzzed() {
    local module=$1 key=$2 objects="$root/$fuzz_directory/$1" flags files
    [ "$(cat "$objects/key" 2>/dev/null)" != "$key" ] || return 0
    mapfile -t flags < <(fuzz_flags "$module")
    mapfile -t files < <(fuzz_sources "$module")
    rm -rf "$objects"
    mkdir -p "$objects"
    # Threads make an object for each file, in the directory where the compiler runs.
    (cd "$objects" && swiftc "${flags[@]}" -emit-module -emit-module-path "../$module.swiftmodule" -c "${files[@]}")
    echo "$key" >"$objects/key"
}

build_fuzz() {
    require_build_tools
    say "building the fuzz targets with libFuzzer and AddressSanitizer; a few minutes on two cores when all is new"
    # What is not ours; as in the build of everything, so nothing is compiled again.
    swift build --product recount -Xswiftc -warnings-as-errors
    local module key flags objects=() debug
    debug=$(swift build --show-bin-path)
    key=$(swiftc --version 2>/dev/null | cat - "$root/.ci/stages/fuzz.sh" "$root/Package.resolved" | sha256sum)
    for module in "${fuzz_modules[@]}"; do
        # A module is new, too, where one before it is.
        key=$({ echo "$key" && fuzz_sources "$module" | xargs -d '\n' cat; } | sha256sum)
        compile_fuzzed "$module" "$key"
        objects+=("$fuzz_directory/$module"/*.o)
    done
    mapfile -t flags < <(fuzz_flags RecountFuzzRunner)
    grep -Ev '/(Recount[A-Za-z]*|recount|CAllocations|ArgumentParser[A-Za-z]*)\.build/' \
        "$debug/recount.product/Objects.LinkFileList" >"$fuzz_directory/others.objects"
    # shellcheck disable=SC2046
    swiftc "${flags[@]}" -use-ld=lld -o "$fuzz_directory/fuzz" Fuzz/Runner/*.swift "${objects[@]}" \
        "@$fuzz_directory/others.objects" $(pkg-config --libs libb2)
}

# --- Running --------------------------------------------------------------------------------

# fuzz_program TARGET OPTION-OR-CORPUS…: where it runs slowly is in the sanitizers, so they keep little.
fuzz_program() {
    local target=$1 files="${TMPDIR:-/tmp}"
    shift
    # Journals are written in memory where there is room for that.
    if [ -w /dev/shm ]; then files=/dev/shm; fi
    [ ! -r "Fuzz/Dictionaries/$target.dict" ] || set -- -dict="Fuzz/Dictionaries/$target.dict" "$@"
    SWIFT_BACKTRACE=enable=no TMPDIR="$files" \
        ASAN_OPTIONS=allocator_may_return_null=1:malloc_context_size="${fuzz_stack_depth:-0}":quarantine_size_mb=16 \
        ASAN_SYMBOLIZER_PATH="$(dirname "$(realpath "$(command -v swiftc)")")/llvm-symbolizer" \
        "$fuzz_directory/fuzz" "--target=$target" -timeout=10 \
        -max_len=8192 -len_control=100 -artifact_prefix="$fuzz_directory/findings/$target-" "$@"
}

# Proves that fuzzing can find: a property that a word breaks, and reading one byte too many.
check_the_fuzzer() {
    local log="$work/planted-input.log" input="$work/planted-input"
    mkdir -p "$fuzz_directory/findings"
    if fuzz_program planted -detect_leaks=0 -max_total_time=60 -exact_artifact_path="$input" >"$log" 2>&1 ||
        ! grep -q 'a planted property does not hold' "$log"; then
        fail "a planted mistake was not found in a minute; this check proves nothing"
    fi
    printf 'read beyond' >"$input"
    if fuzz_program planted "$input" >"$log" 2>&1 || ! grep -q 'AddressSanitizer: heap-buffer-overflow' "$log"; then
        fail "reading one byte too many was not found; this check proves nothing"
    fi
}

# Some systems do not let a program look for its own leaks.
leak_option() {
    if fuzz_program decision -runs=1 2>&1 | grep -q 'LeakSanitizer has encountered a fatal error'; then
        echo -detect_leaks=0
    else
        echo -detect_leaks=1
    fi
}

# run_fuzz TARGET SECONDS CORPUS SEED: adds what it finds worth keeping to a directory.
run_fuzz() {
    local target=$1 seconds=$2 corpus=$3 seed=$4 log="$fuzz_directory/$1.log"
    mkdir -p "$corpus" "$fuzz_directory/findings"
    if fuzz_program "$target" "$fuzz_leak_option" -max_total_time="$seconds" -seed="$seed" -print_final_stats=1 \
        "$corpus" "Fuzz/Corpus/$target" >"$log" 2>&1; then
        fuzz_summary "$target" "$log"
    else
        explain_finding "$target" "$log"
        return 1
    fi
}

# fuzz_summary TARGET LOG: one line.
fuzz_summary() {
    local executions coverage seconds
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$2")
    coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$2" | tail -n 1)
    seconds=$(sed -n 's/^Done .* in \([0-9]*\) second.*/\1/p' "$2")
    printf '%-10s %9d inputs in %4d s, %5d branches, nothing found\n' "$1" "$executions" "$seconds" "$coverage"
}

# explain_finding TARGET LOG: what was found and what to do, with the input made smaller.
explain_finding() {
    local target=$1 log=$2 input smaller
    grep -aE -m 3 'Fatal error|ERROR|SUMMARY' "$log" | cut -c 1-2000 >&2
    input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    [ -n "$input" ] || fail "$target: ended with an error; see $log"
    smaller="$input.small"
    fuzz_program "$target" -minimize_crash=1 -max_total_time=20 -exact_artifact_path="$smaller" "$input" \
        >/dev/null 2>&1 || true
    [ -s "$smaller" ] || cp "$input" "$smaller"
    printf '%s: found: %s; run it with ./dev fuzz %s %s, and keep it in Fuzz/Corpus/%s once it is mended\n' \
        "$target" "$smaller" "$target" "$smaller" "$target" >&2
}

# All targets for a short time, always from the same seed, as many at once as there are cores.
fuzz() {
    build_fuzz
    make_work_directory
    check_the_fuzzer
    say "running each fuzz target for $fuzz_stage_seconds seconds"
    local target running=0 failed=0 fuzz_leak_option
    fuzz_leak_option=$(leak_option)
    for target in $(fuzz_targets); do
        if [ "$running" -ge "$(nproc)" ]; then
            wait -n || failed=1
            running=$((running - 1))
        fi
        run_fuzz "$target" "$fuzz_stage_seconds" "$work/corpus/$target" 1 &
        running=$((running + 1))
    done
    while [ "$running" -gt 0 ]; do
        wait -n || failed=1
        running=$((running - 1))
    done
    [ "$failed" = 0 ] || fail "a fuzz target found something; see above"
}

# fuzz_target TARGET [SECONDS|FILE]
fuzz_target() {
    local target=$1 argument=${2:-$fuzz_seconds} fuzz_leak_option
    fuzz_targets | grep -qx -- "$target" || misuse "no fuzz target \"$target\"; there are:" $(fuzz_targets)
    if [[ "$argument" =~ ^[0-9]+$ ]]; then
        build_fuzz
        fuzz_leak_option=$(leak_option)
        say "fuzzing $target for $argument seconds; inputs are kept in $fuzz_directory/corpus/$target"
        run_fuzz "$target" "$argument" "$fuzz_directory/corpus/$target" 0
        return
    fi
    argument=$(absolute_path "$argument")
    [ -r "$argument" ] || misuse "\"$2\" is neither a number of seconds nor a file; see ./dev help"
    build_fuzz
    fuzz_stack_depth=30 fuzz_program "$target" "$argument"
}
