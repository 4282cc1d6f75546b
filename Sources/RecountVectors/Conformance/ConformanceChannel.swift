/// The way to an implementation under test.
protocol ConformanceChannel {
    /// Sends a message and waits for the answer; both without their length.
    mutating func exchange(_ message: [UInt8]) throws(ChannelFailure) -> [UInt8]
}

/// Why there is no answer.
public enum ChannelFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The program cannot be started.
    case notStarted(command: String, why: String)
    /// It ended, with this status or by this signal, before it had answered.
    case ended(ProgramEnd)
    /// It closed its output before it had answered.
    case closed
    /// It did not take the request or answer it in time.
    case silent(seconds: UInt32)
    /// It announced an answer of so many bytes.
    case tooLong(byteCount: UInt64)
    /// It sent an answer that is none of the protocol.
    case garbage(String)

    /// One line: what and what to do.
    public var description: String {
        switch self {
        case .notStarted(let command, let why): "\(command): cannot be started: \(why)"
        case .ended(let end): "the program \(end) before it had answered"
        case .closed: "the program closed its standard output before it had answered"
        case .silent(let seconds):
            "no answer within \(seconds) s; does the program flush its standard output after each answer?"
        case .tooLong(let byteCount):
            "an answer of \(byteCount) bytes was announced; is anything but answers written to standard output?"
        case .garbage(let what): "an answer that is none of the protocol: \(what)"
        }
    }
}

/// How a program ended.
public enum ProgramEnd: Equatable, Sendable, CustomStringConvertible {
    /// By itself.
    case status(Int32)
    /// By a signal.
    case signal(Int32)

    /// The end of a sentence.
    public var description: String {
        switch self {
        case .status(let status): "ended with status \(status)"
        case .signal(let signal): "was ended by signal \(signal)"
        }
    }
}

/// The way to this build's own kernel, without another process.
struct LocalChannel: ConformanceChannel {
    private var server: ConformanceServer

    init() { server = ConformanceServer(name: "recount") }

    mutating func exchange(_ message: [UInt8]) throws(ChannelFailure) -> [UInt8] { server.answer(message) }
}
