import RecountKernel
import SystemPackage

/// What it takes to read a journal besides its directory.
public struct JournalAccess {
    /// The keys of its segments, oldest first; a new segment gets the last. None for a journal without keys.
    public var keys: [JournalKey]
    /// Where segments were archived that are to be read as well.
    public var archive: FilePath?
    /// The file system that it lies in.
    package var fileSystem: any FileSystem = SystemFileSystem()
    /// How many bytes of batches a thread that reads ahead hands over at once, at least: handing over takes some tens of
    /// microseconds, which small batches share.
    package var portionByteCount = 0x10_0000

    /// Makes an access; as it is, to a whole journal without keys.
    public init(keys: [JournalKey] = [], archive: FilePath? = nil) {
        self.keys = keys
        self.archive = archive
    }

    /// The same in another file system.
    package init(keys: [JournalKey] = [], archive: FilePath? = nil, fileSystem: any FileSystem) {
        self.init(keys: keys, archive: archive)
        self.fileSystem = fileSystem
    }

    /// The key that a header names by its id.
    ///
    /// - Throws: `keyNeeded` or `wrongKey` if it is not among the keys, `notKeyed` if there are keys and the header
    ///   names none: an attacker without a key could have written it.
    func key(withID id: Digest, at location: JournalLocation) throws(JournalError) -> JournalKey? {
        if id == .zero {
            if keys.isEmpty { return nil }
            throw .notKeyed(location)
        }
        if let key = keys.first(where: { $0.id == id }) { return key }
        throw keys.isEmpty ? .keyNeeded(location) : .wrongKey(location)
    }
}
