import RecountJSON

extension BenchmarkReport {
    /// The report as JSON, a line at its end.
    public var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.unsigned("version", Self.version)
        fields.text("scale", scale.rawValue)
        machine.write(to: &fields)
        fields.beginList("benchmarks")
        for measurement in measurements {
            fields.beginElement()
            measurement.write(to: &fields)
            fields.endElement()
        }
        fields.endList()
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }
}

extension Machine {
    fileprivate func write(to fields: inout JSONFieldWriter) {
        fields.beginGroup("machine")
        fields.text("processor", processor)
        fields.unsigned("processors", UInt64(processorCount))
        fields.unsigned("memory_bytes", memoryByteCount)
        fields.text("system", system)
        fields.text("compiler", compiler)
        fields.text("build", build)
        fields.text("file_system", fileSystem)
        fields.endGroup()
    }
}

extension Measurement {
    fileprivate func write(to fields: inout JSONFieldWriter) {
        fields.text("name", name)
        fields.text("operation", operation.rawValue)
        fields.text("kind", kind.rawValue)
        fields.unsigned("operations", UInt64(operationCount))
        fields.unsigned("repetitions", UInt64(time.count))
        fields.number("minimum_ns", time.minimum)
        fields.number("lower_quartile_ns", time.lowerQuartile)
        fields.number("median_ns", time.median)
        fields.number("upper_quartile_ns", time.upperQuartile)
        fields.number("maximum_ns", time.maximum)
        fields.number("allocations", allocations)
        fields.number("written_bytes", writtenBytes)
        if let peakMemoryByteCount {
            fields.unsigned("peak_memory_bytes", peakMemoryByteCount)
        } else {
            fields.absent("peak_memory_bytes")
        }
        fields.text("digest", digest)
    }
}

extension JSONFieldWriter {
    /// Writes a member with a number, or null for nil.
    fileprivate mutating func number(_ name: StaticString, _ value: Thousandths?) {
        guard let value else { return absent(name) }
        writer.key(name)
        guard let number = JSONNumber(text: value.text) else { preconditionFailure("a decimal number is one of JSON") }
        writer.value(number)
    }
}
