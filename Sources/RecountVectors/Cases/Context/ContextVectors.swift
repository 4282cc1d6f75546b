/// The cases about context assembly that were made by hand.
enum ContextVectors {
    static var groups: [VectorGroup] {
        [total, cuts, required, caps, modes, selection, renderOrder, groupUnits, separators, prefix, sizes, many]
    }

    /// A group of assemblies for a fresh tenant.
    static func group(
        _ id: String, _ comment: String, flags: [VectorFlag] = [], _ cases: [(String, VectorContext, [VectorFlag])]
    ) -> VectorGroup {
        StepGroup.make(id, comment, flags: flags) { group in
            group.setup(.openTenant())
            for (comment, context, flags) in cases { group.add(comment, .assemble(context), flags: flags) }
        }
    }
}
