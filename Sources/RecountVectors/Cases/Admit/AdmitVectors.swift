/// The cases about admissions that were made by hand.
enum AdmitVectors {
    static var groups: [VectorGroup] {
        [
            admitting, reservations, stages, windows, affordable, budgets, locks, lockRefusals, repetitions, sequence,
            routing, sealing,
        ]
    }

    /// A model of 1 microcent a token of input and 2 of output, and a cheaper one of lower quality.
    static let policy = VectorPolicy([
        VectorModel(1) { $0.prices = [1_000_000, 0, 0, 2_000_000, 2_000_000] },
        VectorModel(2) {
            $0.quality = 6_000
            $0.prices = [500_000, 0, 0, 1_000_000, 1_000_000]
        },
    ])

    /// A group with the policy, another of one free model, and an account with budget for a few admissions.
    static func group(
        _ id: String, _ comment: String, limits: VectorAmounts = .of(calls: 50, tokens: 500, cost: 500),
        flags: [VectorFlag] = [], _ build: (inout StepGroup) -> Void
    ) -> VectorGroup {
        StepGroup.make(id, comment, flags: flags) { group in
            group.setup(.openTenant(), .install(policy), .open(1), .fund(1, 1, limits))
            group.setup(.install(VectorPolicy([VectorModel(1)])))
            build(&group)
        }
    }
}
