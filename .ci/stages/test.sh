# shellcheck shell=bash
# Everything that CI checks.

# The cheapest first; the tests last, whose runner's summary closes the output.
readonly test_stages=(lint figures freestanding scan cross examples prove build vectors fuzz faults tests)

test_all() {
    local started=$SECONDS stage times="" log
    make_work_directory
    log="$work/test.log"
    for stage in "${test_stages[@]}"; do
        local stage_started=$SECONDS
        if [ "$stage" = tests ]; then run_stage tests 2>&1 | tee "$log"; else run_stage "$stage"; fi
        times+="$stage $((SECONDS - stage_started)) s, "
    done
    say "times: ${times}together $((SECONDS - started)) s"
    # The runner's summary once more, so that it is the last line.
    grep -E 'Test run with [0-9]+ tests?' "$log" | tail -n 1
}
