# shellcheck shell=bash
# The golden vectors, held to two implementations.

vectors() {
    require_build_tools
    local recount files=() file
    for file in Vectors/*.json; do
        case "$file" in */schema.json | */registry.json) ;; *) files+=("$file") ;; esac
    done
    say "building recount for the vectors"
    swift build --product recount
    recount="$(swift build --show-bin-path)/recount"
    say "the vectors, held to the kernel"
    "$recount" vectors check "${files[@]}"
    if [ -f Vectors/check.py ]; then
        command -v python3 >/dev/null || fail "python3 is missing; install Python 3.10 or later"
        say "the vectors, held to the second implementation"
        python3 Vectors/check.py "${files[@]}"
        say "the second implementation, held to the vectors through the conformance protocol"
        "$recount" conform -- python3 Vectors/check.py --serve
    fi
}
