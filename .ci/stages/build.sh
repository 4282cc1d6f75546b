# shellcheck shell=bash
# Building, formatting and testing the Swift package.

# The package manager passes the flag to our own targets only, and it belongs to what decides whether
# a file is up to date: what was compiled without it is compiled again, so no warning hides in an
# earlier build.
build() {
    require_build_tools
    say "building everything for the tests; the first time takes a few minutes on two cores"
    swift build --build-tests -Xswiftc -warnings-as-errors
}

lint() {
    require_swift
    say "checking format and naming (swift format lint --strict)"
    swift format lint --strict --recursive --parallel --configuration .swift-format "${formatted_paths[@]}"
    echo "clean"
}

format() {
    require_swift
    swift format --in-place --recursive --parallel --configuration .swift-format "${formatted_paths[@]}"
}

run_tests() {
    require_build_tools
    say "testing"
    # The same flags as in the build, so nothing is compiled again.
    swift test --skip-build --disable-xctest -Xswiftc -warnings-as-errors
}
