import CRecount
import RecountKernel

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_digest(
    _ personal: UnsafePointer<UInt8>!, _ personal_bytes: UInt64, _ key: UnsafePointer<UInt8>!, _ key_bytes: UInt64,
    _ data: UnsafePointer<UInt8>!, _ data_bytes: UInt64, _ digest: UnsafeMutablePointer<UInt8>!
) -> recount_status {
    attempt { () throws(Failure) in
        let name = try optionalBytes(personal, personal_bytes, upTo: 16, argument: 1)
        let keyBytes = try optionalBytes(
            key, key_bytes, upTo: Blake2b.maximumKeyByteCount.widened, argument: 3)
        let dataBytes = try optionalBytes(data, data_bytes, argument: 5)
        let output = try place(digest, argument: 7)
        var padded = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<name.count { padded[index] = name[index] }
        var engine = Blake2b(outputByteCount: Digest.byteCount, key: keyBytes, personal: padded)
        engine.update(dataBytes)
        engine.finishDigest().copy(to: output)
    }
}
