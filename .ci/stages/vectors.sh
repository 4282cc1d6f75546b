# shellcheck shell=bash
# The golden vectors, held to two implementations.

vectors() {
    require_build_tools
    require_python
    local recount files=() file
    for file in Vectors/*.json; do
        case "$file" in */schema.json | */registry.json) ;; *) files+=("$file") ;; esac
    done
    say "building recount for the vectors"
    # As in the build of everything, so nothing is compiled again.
    swift build --product recount -Xswiftc -warnings-as-errors
    recount="$(swift build --show-bin-path)/recount"
    say "the vectors, held to the kernel"
    "$recount" vectors check "${files[@]}"
    say "the second implementation's own tests"
    (cd Vectors && python3 -B -m unittest --quiet)
    say "the vectors and the registry, held to the second implementation"
    python3 -B Vectors/check.py "${files[@]}" Vectors/registry.json
    say "the second implementation, held to the vectors through the conformance protocol"
    "$recount" conform -- python3 -B Vectors/check.py --serve
}
