import CAllocations
import Glibc
import SystemPackage

/// What the figures were measured on.
public struct Machine: Equatable, Sendable {
    /// The processor's name.
    public var processor: String
    /// How many processors are online.
    public var processorCount: Int
    /// How many bytes of memory there are.
    public var memoryByteCount: UInt64
    /// The distribution, the kernel and the architecture.
    public var system: String
    /// The compiler that came with the Swift toolchain.
    public var compiler: String
    /// How this was compiled.
    public var build: String
    /// The file system of the journals.
    public var fileSystem: String

    /// Makes a description.
    public init(
        processor: String, processorCount: Int, memoryByteCount: UInt64, system: String, compiler: String,
        build: String, fileSystem: String
    ) {
        self.processor = processor
        self.processorCount = processorCount
        self.memoryByteCount = memoryByteCount
        self.system = system
        self.compiler = compiler
        self.build = build
        self.fileSystem = fileSystem
    }

    /// This machine, with journals in a directory.
    public init(directory: String) {
        self.init(
            processor: Self.value(of: "model name", in: SystemText.read("/proc/cpuinfo"), separator: ":") ?? "unknown",
            processorCount: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
            memoryByteCount: UInt64(sysconf(Int32(_SC_PHYS_PAGES))) * UInt64(sysconf(Int32(_SC_PAGESIZE))),
            system: Self.systemName, compiler: "Swift \(Self.languageVersion), \(String(cString: recount_compiler()))",
            build: Self.buildName, fileSystem: Self.fileSystem(of: directory))
    }

    private static var languageVersion: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #else
            "6.3"
        #endif
    }

    private static var buildName: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    private static var systemName: String {
        let distribution = value(of: "PRETTY_NAME", in: SystemText.read("/etc/os-release"), separator: "=")
        var names = utsname()
        guard uname(&names) == 0 else { return distribution ?? "unknown" }
        let kernel = "Linux \(text(&names.release)) \(text(&names.machine))"
        return distribution.map { "\($0.filter { $0 != "\"" }), \(kernel)" } ?? kernel
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The value of the first line that has such a name.
    private static func value(of name: String, in text: String?, separator: Character) -> String? {
        guard let line = text?.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
            let start = line.firstIndex(of: separator)
        else { return nil }
        return String(line[line.index(after: start)...].drop { $0 == " " })
    }

    /// The type of the mount that has the longest path above a directory.
    private static func fileSystem(of directory: String) -> String {
        let path = realpath(directory, nil).map { resolved in
            defer { free(resolved) }
            return String(cString: resolved)
        }
        guard let path, let mounts = SystemText.read("/proc/self/mounts") else { return "unknown" }
        var best: (place: Substring, type: Substring)?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2, FilePath(path).starts(with: FilePath(String(fields[1]))) else { continue }
            if fields[1].count >= best?.place.count ?? 0 { best = (fields[1], fields[2]) }
        }
        return best.map { String($0.type) } ?? "unknown"
    }
}
