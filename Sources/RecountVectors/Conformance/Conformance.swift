/// A program held to vectors, level by level.
public struct Conformance {
    /// What the program calls itself.
    public private(set) var name = ""
    private var child: ChildProcess

    /// Starts the program and asks who it is.
    ///
    /// - Parameters:
    ///   - command: the program, looked up in PATH, and its arguments.
    ///   - patienceSeconds: how long it may take for an answer.
    public init(command: [String], patienceSeconds: UInt32) throws(ChannelFailure) {
        child = try ChildProcess(command, patienceSeconds: patienceSeconds)
        let bytes = try child.exchange(ConformanceRequest.hello.bytes)
        guard case .done(let content)? = ConformanceAnswer(bytes) else {
            throw .garbage("\(bytes.count) bytes for a hello")
        }
        var reader = MessageReader(content)
        guard let version = reader.integer(UInt16.self) else { throw .garbage("a hello without a version") }
        guard version == ConformanceRequest.protocolVersion else {
            throw .garbage(
                "version \(version) of the protocol; this build speaks \(ConformanceRequest.protocolVersion)")
        }
        name = String(decoding: reader.rest(), as: UTF8.self)
    }

    /// Holds the program to one file.
    public mutating func check(_ file: VectorFile) throws(CheckFailure) -> VectorReport {
        try VectorCheck.run(file, &child)
    }
}
