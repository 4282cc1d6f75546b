import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// The `recount` that was built beside the tests, run as a user runs it.
enum CommandLineTool {
    /// What a run of it left behind.
    struct Outcome {
        /// The exit status; 128 + the signal if one ended it.
        let status: Int32
        let output: [UInt8]
        let error: String

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// The executable beside the test bundle, whatever configuration and scratch path it was built in.
    static let path: String = {
        let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let places = [bundle, URL(fileURLWithPath: CommandLine.arguments[0])]
            .map { $0.deletingLastPathComponent().appendingPathComponent("recount").path }
        let debug = DemoFiles.root + ".build/debug/recount"
        return places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? debug
    }()

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - input: what stands on its standard input.
    ///   - outputPath: where its standard output goes; without it, into the outcome.
    static func run(_ arguments: [String], input: String = "", outputPath: String? = nil) throws -> Outcome {
        let scratch = try ScratchDirectory()
        let inputPath = try scratch.write(input, to: "input")
        let errorPath = scratch.path("error")
        let capturedPath = scratch.path("output")
        let tool = try RunningTool(
            arguments, input: try .file(inputPath, O_RDONLY),
            output: try .file(outputPath ?? capturedPath, O_WRONLY | O_CREAT),
            error: try .file(errorPath, O_WRONLY | O_CREAT))
        let status = tool.wait()
        return Outcome(
            status: status, output: outputPath == nil ? try ScratchDirectory.bytes(of: capturedPath) : [],
            error: String(decoding: try ScratchDirectory.bytes(of: errorPath), as: UTF8.self))
    }
}

/// A file descriptor that is closed with its owner and never inherited by accident.
final class Descriptor {
    private(set) var number: Int32

    init(_ number: Int32) throws {
        guard number >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        self.number = number
    }

    deinit { close() }

    static func file(_ path: String, _ flags: Int32) throws -> Descriptor {
        try Descriptor(Glibc.open(path, flags | O_CLOEXEC, 0o600))
    }

    static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
        RunningTool.starting.lock()
        defer { RunningTool.starting.unlock() }
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (try Descriptor(ends[0]), try Descriptor(ends[1]))
    }

    func close() {
        if number >= 0 { Glibc.close(number) }
        number = -1
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        precondition(Glibc.write(number, bytes, bytes.count) == bytes.count)
    }
}

/// A `recount` that was started.
final class RunningTool {
    /// Held while a process is started, so that it never inherits a pipe that is being made.
    static let starting = NSLock()

    /// No run of a test needs two minutes of processor time or such a large file: a loop without an end
    /// is stopped by the system.
    private static let limited = #"ulimit -t 120 && ulimit -f 500000 && exec "$0" "$@""#

    private let process: pid_t
    private var status: Int32?

    /// Starts it.
    init(_ arguments: [String], input: Descriptor, output: Descriptor, error: Descriptor) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, source) in [input, output, error].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, source.number, Int32(target))
        }
        let words = (["sh", "-c", Self.limited, CommandLineTool.path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let result = Self.starting.withLock {
            posix_spawn(&process, "/bin/sh", &actions, nil, words + [nil], environ)
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .ENOENT) }
        self.process = process
    }

    deinit {
        guard status == nil else { return }
        kill()
        wait()
    }

    /// Ends it at once, whatever it is doing.
    func kill() { Glibc.kill(process, SIGKILL) }

    /// Waits for its end.
    ///
    /// - Returns: the exit status; 128 + the signal if one ended it.
    @discardableResult
    func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(process, &raw, 0) < 0, errno == EINTR {}
        let signal = raw & 0x7F
        let result = signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
        status = result
        return result
    }
}

/// Lines from a descriptor, as they come.
final class LineSource {
    private let descriptor: Descriptor
    private var pending: [UInt8] = []

    init(_ descriptor: Descriptor) { self.descriptor = descriptor }

    /// The next whole line without its line feed; nil at the end, or if none comes for a minute.
    func next() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, 60_000) > 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(descriptor.number, &bytes, bytes.count)
            guard count > 0 else { return nil }
            pending += bytes[..<count]
        }
    }
}
