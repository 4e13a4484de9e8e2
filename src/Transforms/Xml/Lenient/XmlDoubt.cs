namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>What speaks against one reading of a document; of two readings, the one that has less against it is what WeChat
/// wrote.</summary>
/// <param name="Repeated">How many fields come twice. WeChat writes each once, lists apart.</param>
/// <param name="Wrong">How many fields that only WeChat fills hold the end of a CDATA section.</param>
/// <param name="Stray">How much text lies between elements. WeChat writes none there.</param>
/// <param name="Unlikely">How many fields hold the end of a CDATA section though it is not known that users fill them.</param>
/// <param name="Strange">How many fields stand where WeChat does not write them.</param>
internal readonly record struct XmlDoubt(int Repeated = 0, int Wrong = 0, int Stray = 0, int Unlikely = 0, int Strange = 0)
    : IComparable<XmlDoubt>
{
    /// <summary>Gets what speaks against a document that cannot be read at all.</summary>
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
