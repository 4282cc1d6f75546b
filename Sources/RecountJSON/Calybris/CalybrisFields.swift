/// An object of calybris-core. Its fields stand in one order, in its JSON and in the bytes of its digest alike.
public protocol CalybrisObject: Sendable {
    /// Visits every field in that order, by its name in JSON.
    mutating func visitFields<Visitor: CalybrisFieldVisitor>(
        _ visitor: inout Visitor
    ) throws(Visitor.Failure)
    /// The names of the fields in that order.
    static var fieldNames: [StaticString] { get }
}

/// Reads or fills the fields of an object.
public protocol CalybrisFieldVisitor {
    /// Why a field could not be read.
    associatedtype Failure: Error
    /// A field with an integer.
    mutating func integer<Integer: FixedWidthInteger>(
        _ name: StaticString, _ value: inout Integer
    ) throws(Failure)
    /// A field with one of several names.
    mutating func variant<Variant: CalybrisVariant>(
        _ name: StaticString, _ value: inout Variant
    ) throws(Failure)
}

/// An enumeration of calybris-core: a name in JSON, a number in the bytes of a digest.
public protocol CalybrisVariant: CaseIterable, RawRepresentable, Sendable
where RawValue: FixedWidthInteger & UnsignedInteger {
    /// The name in JSON.
    var name: StaticString { get }
}

/// A field as text, for comparisons that people read.
public struct CalybrisFieldText: Equatable, Sendable {
    /// Its name in JSON.
    public let name: String
    /// Its integer in decimal digits, or its name.
    public let value: String
}

extension CalybrisObject {
    /// All fields as text, in their order. O(fields).
    public var fieldTexts: [CalybrisFieldText] {
        var collector = CalybrisTextCollector()
        var copy = self
        copy.visitFields(&collector)
        return collector.texts
    }

    /// The names of the fields in their order. O(fields).
    func collectFieldNames() -> [StaticString] {
        var collector = CalybrisNameCollector()
        var copy = self
        copy.visitFields(&collector)
        return collector.names
    }

    /// Appends the fields as calybris' digests have them: little-endian, fixed width, no padding. O(fields).
    func appendLayout(to bytes: inout [UInt8]) {
        var writer = CalybrisLayoutWriter(bytes: bytes)
        bytes = []
        var copy = self
        copy.visitFields(&writer)
        bytes = writer.bytes
    }
}

private struct CalybrisNameCollector: CalybrisFieldVisitor {
    typealias Failure = Never

    var names: [StaticString] = []

    mutating func integer<Integer: FixedWidthInteger>(_ name: StaticString, _ value: inout Integer) {
        names.append(name)
    }

    mutating func variant<Variant: CalybrisVariant>(_ name: StaticString, _ value: inout Variant) {
        names.append(name)
    }
}

private struct CalybrisTextCollector: CalybrisFieldVisitor {
    typealias Failure = Never

    var texts: [CalybrisFieldText] = []

    mutating func integer<Integer: FixedWidthInteger>(_ name: StaticString, _ value: inout Integer) {
        texts.append(CalybrisFieldText(name: name.description, value: String(value)))
    }

    mutating func variant<Variant: CalybrisVariant>(_ name: StaticString, _ value: inout Variant) {
        texts.append(CalybrisFieldText(name: name.description, value: value.name.description))
    }
}

private struct CalybrisLayoutWriter: CalybrisFieldVisitor {
    typealias Failure = Never

    var bytes: [UInt8]

    mutating func integer<Integer: FixedWidthInteger>(_ name: StaticString, _ value: inout Integer) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func variant<Variant: CalybrisVariant>(_ name: StaticString, _ value: inout Variant) {
        withUnsafeBytes(of: value.rawValue.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
