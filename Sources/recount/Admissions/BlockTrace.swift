import RecountJSON
import RecountKernel

/// The requests of a trace of context blocks, one after another.
struct BlockTrace: ~Copyable {
    private var lines: LineReader
    private var order = TraceOrder()

    /// Opens a trace.
    init(path: String) throws(Failure) {
        lines = try LineReader(trace: path)
    }

    /// How many bytes of the file were passed over.
    var consumedByteCount: UInt64 { lines.consumedByteCount }

    /// The next request, or nil at the end.
    ///
    /// - Throws: a failure that names the line if it is no request, earlier than the one before, or
    ///   too long after the first.
    mutating func next() throws(Failure) -> BlockTraceLine? {
        let parsed = try lines.next { bytes throws(Failure) in Self.parse(bytes) }
        switch parsed {
        case nil: return nil
        case .success(let line):
            try order.accept(line.time, of: lines)
            return line
        case .failure(let error): throw lines.failure(Self.text(of: error))
        }
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) -> Result<BlockTraceLine, RequestError> {
        do throws(RequestError) {
            return .success(try BlockTraceLine(parsing: bytes))
        } catch {
            return .failure(error)
        }
    }

    /// Says what `--admit` needs where a line is of another kind of trace.
    private static func text(of error: RequestError) -> String {
        let needed = "--admit needs context blocks: JSON lines of " + BlockTraceLine.keys.joined(separator: ", ")
        switch error.problem {
        case .unknownKey: return "\(error); \(needed)"
        case .json where error.offset == 0: return "no JSON object; \(needed)"
        default: return error.description
        }
    }
}
