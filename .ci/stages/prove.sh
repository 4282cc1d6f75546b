# The proof that every operation on budgets conserves them (docs/proofs.md), by Z3, and its tie to the kernel.
# Sourced by dev, whose functions it uses: say, fail, require_packages, make_work_directory.

readonly proof=Vectors/proof

# Vectors with budgets: what the kernel answered, for the model to answer the same.
readonly budget_vectors=(Vectors/budgets.json Vectors/admit.json)

prove() {
    require_z3
    check_translation
    say "proving that every operation conserves budgets, for all values within their bounds (docs/proofs.md)"
    prover prove.py
    say "planting mistakes, each of which the proof must find"
    prover prove.py --mutations
    tie_model_to_kernel
}

require_z3() {
    if command -v dpkg-query >/dev/null; then
        # Debian's own interpreter: the one that its python3-z3 is for.
        require_packages python3 python3-z3
        proof_python=/usr/bin/python3
    else
        proof_python=python3
        python3 -c 'import z3' 2>/dev/null || fail "Z3 for Python is missing; run: python3 -m pip install z3-solver"
    fi
    "$proof_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$proof_python" --version) is too old; the proof needs Python 3.11 or later"
}

prover() { "$proof_python" -B "$proof/$1" "${@:2}"; }

# The model is a translation by hand: each function must be as it was when it was translated.
check_translation() {
    say "comparing the kernel's budget code with what was translated"
    prover sources.py || fail "the kernel and its model differ; see \"When the kernel changes\" in docs/proofs.md"
    make_work_directory
    mkdir -p "$work/planted"
    cp -r Sources/RecountKernel "$work/planted/"
    sed -i 's/        reserved += amount/        reserved \&+= amount/' \
        "$work/planted/RecountKernel/Budgets/Balance+Primitives.swift"
    if RECOUNT_KERNEL_SOURCES="$work/planted/RecountKernel" prover sources.py >/dev/null; then
        fail "a planted change of the kernel was not seen; this check proves nothing"
    fi
}

tie_model_to_kernel() {
    local file
    for file in "${budget_vectors[@]}"; do
        [ -f "$file" ] || fail "$file is missing; without it nothing ties the model to the kernel"
    done
    say "running the proven model with numbers: it must answer what the kernel answered"
    prover replay.py Vectors/*budgets*.json Vectors/*admit*.json
    say "planting mistakes in the model, which must make it answer otherwise"
    prover replay.py --mutations "${budget_vectors[@]}"
}
