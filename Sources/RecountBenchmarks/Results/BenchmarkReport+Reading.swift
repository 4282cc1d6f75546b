import RecountJSON

/// Why a text is no report of benchmarks.
public enum BenchmarkReportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is no JSON.
    case json(JSONError)
    /// A member is missing, or is not what it should be.
    case member(String)

    /// One line: what and where.
    public var description: String {
        switch self {
        case .json(let error): error.description
        case .member(let name): "the member \(name) is missing or wrong"
        }
    }
}

extension BenchmarkReport {
    /// Reads what `json` gives.
    public init(parsing bytes: [UInt8]) throws(BenchmarkReportError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .json(error)
        }
        let members = ReportMembers(value)
        guard try members.unsigned("version") == Self.version else { throw .member("version") }
        guard let scale = Scale(rawValue: try members.text("scale")) else { throw .member("scale") }
        let machine = try Machine(ReportMembers(members.value("machine")))
        var measurements: [Measurement] = []
        guard case .array(let elements) = try members.value("benchmarks") else { throw .member("benchmarks") }
        for element in elements { measurements.append(try Measurement(ReportMembers(element))) }
        self.init(scale: scale, machine: machine, measurements: measurements)
    }
}

extension Machine {
    fileprivate init(_ members: ReportMembers) throws(BenchmarkReportError) {
        self.init(
            processor: try members.text("processor"), processorCount: try members.count("processors"),
            memoryByteCount: try members.unsigned("memory_bytes"), system: try members.text("system"),
            compiler: try members.text("compiler"), build: try members.text("build"),
            fileSystem: try members.text("file_system"))
    }
}

extension Measurement {
    fileprivate init(_ members: ReportMembers) throws(BenchmarkReportError) {
        guard let operation = Benchmark.Operation(rawValue: try members.text("operation")) else {
            throw .member("operation")
        }
        guard let kind = Benchmark.Kind(rawValue: try members.text("kind")) else { throw .member("kind") }
        let time = Spread(
            count: try members.count("repetitions"), minimum: try members.number("minimum_ns"),
            lowerQuartile: try members.number("lower_quartile_ns"), median: try members.number("median_ns"),
            upperQuartile: try members.number("upper_quartile_ns"), maximum: try members.number("maximum_ns"))
        self.init(
            name: try members.text("name"), operation: operation, kind: kind,
            operationCount: try members.count("operations"), time: time,
            allocations: try members.numberOrNull("allocations"),
            writtenBytes: try members.numberOrNull("written_bytes"),
            peakMemoryByteCount: try members.unsignedOrNull("peak_memory_bytes"), digest: try members.text("digest"))
    }
}

/// The members of an object in a report.
private struct ReportMembers {
    private let object: JSONValue

    init(_ object: JSONValue) { self.object = object }

    func value(_ name: String) throws(BenchmarkReportError) -> JSONValue {
        guard let value = object[name] else { throw .member(name) }
        return value
    }

    func text(_ name: String) throws(BenchmarkReportError) -> String {
        guard case .string(let text) = try value(name) else { throw .member(name) }
        return text
    }

    func number(_ name: String) throws(BenchmarkReportError) -> Thousandths {
        guard let number = try numberOrNull(name) else { throw .member(name) }
        return number
    }

    func numberOrNull(_ name: String) throws(BenchmarkReportError) -> Thousandths? {
        switch try value(name) {
        case .null: return nil
        case .number(let number):
            guard let value = Thousandths(number) else { throw .member(name) }
            return value
        default: throw .member(name)
        }
    }

    func unsigned(_ name: String) throws(BenchmarkReportError) -> UInt64 {
        guard let number = try unsignedOrNull(name) else { throw .member(name) }
        return number
    }

    func unsignedOrNull(_ name: String) throws(BenchmarkReportError) -> UInt64? {
        switch try value(name) {
        case .null: return nil
        case .number(let number):
            guard let value = try? number.integer(as: UInt64.self) else { throw .member(name) }
            return value
        default: throw .member(name)
        }
    }

    func count(_ name: String) throws(BenchmarkReportError) -> Int {
        guard let count = Int(exactly: try unsigned(name)) else { throw .member(name) }
        return count
    }
}
