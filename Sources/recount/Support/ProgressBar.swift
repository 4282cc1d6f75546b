import SystemPackage

/// A bar on standard error that shows how much of the input is done; nothing where standard error
/// is no terminal.
struct ProgressBar {
    /// What takes a bar away.
    static let erasure = "\r\u{1B}[K"

    private static let width = 40
    /// What is done sooner needs no bar.
    private static let patience = Duration.seconds(1)

    private let label: String
    private let isShown: Bool
    private var shownPercent = -1
    private let start = ContinuousClock.now

    /// Makes a bar that nothing is shown of yet.
    init(_ label: String) {
        self.label = label
        isShown = Output.errorIsTerminal
    }

    /// Shows that so many units of the work are done.
    mutating func update(_ done: UInt64, of total: UInt64) {
        guard isShown, total > 0, start.duration(to: .now) > Self.patience else { return }
        let percent = Int(min(done, total) * 100 / total)
        guard percent != shownPercent else { return }
        shownPercent = percent
        let filled = Self.width * percent / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        show("\r\(label) \(bar) \(percent) %")
    }

    /// Takes the bar away.
    mutating func finish() {
        guard isShown, shownPercent >= 0 else { return }
        show(Self.erasure)
    }

    private func show(_ text: String) {
        // A bar that cannot be shown is no reason to stop.
        _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
    }
}
