# shellcheck shell=bash
# Journals on simulated disks (docs/simulation.md).

# How many seeds run in CI and by default, and above how many the optimised build is worth its time.
readonly faults_seeds=120 faults_debug_seeds=500

# faults [--seeds N] [other options of RecountFaults]
faults() {
    require_build_tools
    local seeds=$faults_seeds options=()
    while [ $# -gt 0 ]; do
        case "$1" in
        --seeds)
            [[ "${2:-}" =~ ^[0-9]{1,18}$ ]] || misuse "--seeds needs a number; see ./dev help"
            seeds=$((10#$2))
            shift 2
            ;;
        *)
            options+=("$1")
            shift
            ;;
        esac
    done
    # The debug build is that of everything, so in CI nothing is compiled again.
    local build=(swift build --product RecountFaults)
    if [ "$seeds" -gt "$faults_debug_seeds" ]; then build+=(-c release); else build+=(-Xswiftc -warnings-as-errors); fi
    say "building the simulation of disks that crash"
    "${build[@]}"
    say "journals of $seeds seeds on simulated disks"
    "$("${build[@]}" --show-bin-path)/RecountFaults" --seeds "$seeds" ${options[@]+"${options[@]}"}
}
