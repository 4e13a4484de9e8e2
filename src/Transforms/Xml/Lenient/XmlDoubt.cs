namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>The evidence against one reading of a document. Of two readings, WeChat wrote the one with less evidence against it.</summary>
/// <param name="Repeated">The number of repeated fields. WeChat writes each field once, except lists.</param>
/// <param name="Wrong">The number of fields with <c>]]&gt;</c> in them that only WeChat fills.</param>
/// <param name="Stray">The number of texts between elements. WeChat writes none there.</param>
/// <param name="Unlikely">The number of fields with <c>]]&gt;</c> in them that users are not known to fill.</param>
/// <param name="Strange">The number of fields at a place where WeChat does not write them.</param>
internal readonly record struct XmlDoubt(int Repeated = 0, int Wrong = 0, int Stray = 0, int Unlikely = 0, int Strange = 0)
    : IComparable<XmlDoubt>
{
    /// <summary>Gets the evidence against a document that cannot be read.</summary>
    public static XmlDoubt Unreadable { get; } = new(Repeated: int.MaxValue);

    public static XmlDoubt operator +(XmlDoubt one, XmlDoubt other)
        => new(
            one.Repeated + other.Repeated,
            one.Wrong + other.Wrong,
            one.Stray + other.Stray,
            one.Unlikely + other.Unlikely,
            one.Strange + other.Strange);

    /// <inheritdoc/>
    public int CompareTo(XmlDoubt other)
        => Repeated != other.Repeated ? Repeated.CompareTo(other.Repeated)
            : Wrong != other.Wrong ? Wrong.CompareTo(other.Wrong)
            : Stray != other.Stray ? Stray.CompareTo(other.Stray)
            : Unlikely != other.Unlikely ? Unlikely.CompareTo(other.Unlikely)
            : Strange.CompareTo(other.Strange);
}
