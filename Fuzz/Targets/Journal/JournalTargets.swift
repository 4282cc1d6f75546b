extension FuzzTarget {
    /// A journal of real commands, then forged behind sound checksums, then damaged: reader, verification,
    /// explanation and writer take it or say what is wrong, and what was only damaged is never taken for more
    /// than a beginning of what was written.
    static let segment = FuzzTarget(
        "segment", .script(kindCount: JournalScript.segmentKindCount)
    ) { input throws(PropertyViolation) in try JournalScript.run(input) }

    /// The same with snapshots, which opening begins with.
    static let snapshot = FuzzTarget(
        "snapshot", .script(kindCount: JournalScript.Kind.allCases.count)
    ) { input throws(PropertyViolation) in try JournalScript.run(input) }
}
