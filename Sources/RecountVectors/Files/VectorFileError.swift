import RecountJSON

/// Why a text is no file of vectors, and where.
public enum VectorFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It is not JSON.
    case json(JSONError)
    /// It is JSON, but not of the format that schema.json describes.
    case shape(path: String, what: String)
    /// A field for people does not say the same as the bytes beside it.
    case readable(id: String)
    /// Two groups or cases have the same id.
    case repeatedID(String)

    /// One line: what and where.
    public var description: String {
        switch self {
        case .json(let error): "not JSON: \(error)"
        case .shape(let path, let what): "\(path): \(what); see Vectors/schema.json"
        case .readable(let id): "\(id): readable: does not say what the bytes say"
        case .repeatedID(let id): "\(id): this id is there twice"
        }
    }
}
