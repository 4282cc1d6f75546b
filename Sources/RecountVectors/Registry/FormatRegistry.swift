/// Every number and name of the format.
public enum FormatRegistry {
    /// The registry as JSON.
    public static var json: [UInt8] { [] }
}
