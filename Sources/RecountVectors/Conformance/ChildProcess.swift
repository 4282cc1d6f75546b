import Glibc
import Synchronization

/// A program that answers the protocol on its standard input and output. It is killed with the last reference.
final class ChildProcess: ConformanceChannel {
    /// No answer is longer: the largest admission has under 2^20 bytes.
    private static let maximumAnswerByteCount: UInt64 = 1 << 24

    /// Held while a program is started, so that it never inherits a pipe that is being made for another.
    private static let starting = Mutex<Void>(())

    private let process: pid_t
    private let requests: Int32
    private let answers: Int32
    private let patienceSeconds: UInt32
    private var end: ProgramEnd?

    /// Starts a program, looked up in PATH.
    ///
    /// - Parameter patienceSeconds: how long it may be silent.
    init(_ command: [String], patienceSeconds: UInt32) throws(ChannelFailure) {
        self.patienceSeconds = patienceSeconds
        let started = try Self.starting.withLock { _ throws(ChannelFailure) in try Self.start(command) }
        process = started.process
        requests = started.requests
        answers = started.answers
        // Writing must not wait for a program that reads nothing.
        _ = fcntl(requests, F_SETFL, fcntl(requests, F_GETFL) | O_NONBLOCK)
    }

    deinit {
        close(requests)
        close(answers)
        if end == nil {
            kill(process, SIGKILL)
            _ = wait()
        }
    }

    private struct Started {
        let process: pid_t
        let requests: Int32
        let answers: Int32
    }

    private static func start(_ command: [String]) throws(ChannelFailure) -> Started {
        let name = command.first ?? ""
        let (childInput, requests) = try pipe(name)
        defer { close(childInput) }
        do throws(ChannelFailure) {
            let (answers, childOutput) = try pipe(name)
            defer { close(childOutput) }
            do throws(ChannelFailure) {
                let process = try spawn(command, input: childInput, output: childOutput)
                return Started(process: process, requests: requests, answers: answers)
            } catch {
                close(answers)
                throw error
            }
        } catch {
            close(requests)
            throw error
        }
    }

    private static func pipe(_ name: String) throws(ChannelFailure) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw .notStarted(command: name, why: errorText(errno)) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func spawn(_ command: [String], input: Int32, output: Int32) throws(ChannelFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process ignores would be ignored by the child as well.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let words = command.map { strdup($0) }
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let result = posix_spawnp(&process, command.first ?? "", &actions, &attributes, words + [nil], environ)
        guard result == 0 else { throw .notStarted(command: command.first ?? "", why: errorText(result)) }
        return process
    }

    private static func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }

    // MARK: Messages

    func exchange(_ message: [UInt8]) throws(ChannelFailure) -> [UInt8] {
        let deadline = ContinuousClock.now + .seconds(Int64(patienceSeconds))
        try send(.layout { $0.count(message.count) } + message, deadline)
        let length = try receive(4, deadline).withUnsafeBytes {
            UInt64(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)))
        }
        guard length <= Self.maximumAnswerByteCount else { throw .tooLong(byteCount: length) }
        return try receive(Int(length), deadline)
    }

    private func send(_ bytes: [UInt8], _ deadline: ContinuousClock.Instant) throws(ChannelFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(requests, $0.baseAddress! + sent, $0.count - sent) }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN {
                try waitFor(requests, Int16(POLLOUT), deadline)
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EPIPE {
                // It takes no more: whether it answers all the same, ends or is silent, receiving tells.
                return
            } else {
                throw whyClosed()
            }
        }
    }

    private func receive(_ count: Int, _ deadline: ContinuousClock.Instant) throws(ChannelFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            try waitFor(answers, Int16(POLLIN), deadline)
            let piece = bytes.withUnsafeMutableBytes { read(answers, $0.baseAddress! + received, count - received) }
            if piece > 0 {
                received += piece
            } else if piece < 0, errno == EINTR {
                continue
            } else {
                throw whyClosed()
            }
        }
        return bytes
    }

    private func waitFor(
        _ descriptor: Int32, _ events: Int16, _ deadline: ContinuousClock.Instant
    ) throws(ChannelFailure) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else { throw .silent(seconds: patienceSeconds) }
            var request = pollfd(fd: descriptor, events: events, revents: 0)
            let ready = poll(&request, 1, Int32(clamping: milliseconds))
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw .closed }
        }
    }

    // MARK: The end

    /// What to say of a pipe that is closed: mostly that its program has ended, which takes a moment to show.
    private func whyClosed() -> ChannelFailure {
        for _ in 0..<200 {
            if let end = ended() { return .ended(end) }
            usleep(5_000)
        }
        return .closed
    }

    private func ended() -> ProgramEnd? {
        if let end { return end }
        var raw: Int32 = 0
        guard waitpid(process, &raw, WNOHANG) == process else { return nil }
        end = Self.end(raw)
        return end
    }

    private func wait() -> ProgramEnd {
        var raw: Int32 = 0
        while waitpid(process, &raw, 0) < 0, errno == EINTR {}
        return Self.end(raw)
    }

    private static func end(_ raw: Int32) -> ProgramEnd {
        let signal = raw & 0x7F
        return signal == 0 ? .status((raw >> 8) & 0xFF) : .signal(signal)
    }
}
