import RecountBenchmarks

/// What benchmarks gave, for people.
struct BenchmarkText {
    let report: BenchmarkReport

    /// The machine, then a line a benchmark.
    var text: String {
        let machine = report.machine
        return """
            \(machine.processor), \(machine.processorCount) processors, \(machine.system)
            \(machine.compiler), \(machine.build), journals on \(machine.fileSystem)

            \(table)
            """
    }

    private var table: String {
        var table = TextTable([
            ("benchmark", .left), ("of", .left), ("median ns", .right), ("minimum", .right), ("quartiles", .right),
            ("a second", .right), ("allocations", .right), ("bytes", .right), ("peak MiB", .right),
        ])
        for measurement in report.measurements {
            let time = measurement.time
            table.append([
                measurement.name, measurement.operation.rawValue, time.median.shortText, time.minimum.shortText,
                "\(time.lowerQuartile.shortText)…\(time.upperQuartile.shortText)", measurement.perSecond,
                measurement.allocations?.text ?? "unknown", measurement.writtenBytes?.shortText ?? "",
                measurement.peakMemoryByteCount.map { ($0 >> 20).grouped } ?? "unknown",
            ])
        }
        return table.text
    }
}

extension Thousandths {
    /// With one decimal below 100, and none above.
    fileprivate var shortText: String {
        if rawValue >= 100_000 { return ((rawValue + 500) / 1_000).grouped }
        let tenths = (rawValue + 50) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Measurement {
    /// How many operations a second the median makes.
    fileprivate var perSecond: String {
        time.median.rawValue == 0 ? "" : (1_000_000_000_000 / time.median.rawValue).grouped
    }
}
