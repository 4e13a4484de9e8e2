namespace WxYarpGateway.Transforms.Xml;

/// <summary>What speaks against one reading of a document; of two readings, the one that has less against it is what WeChat wrote.</summary>
/// <param name="Stray">How much text lies between elements. WeChat writes none there.</param>
/// <param name="Repeated">How many fields come twice. WeChat writes each once, lists apart.</param>
/// <param name="Unlikely">How many fields hold the end of a CDATA section though it is not known that users fill them; much for those that only WeChat fills.</param>
/// <param name="Strange">How many fields stand where WeChat does not write them.</param>
internal readonly record struct XmlDoubt(int Stray, int Repeated, int Unlikely, int Strange) : IComparable<XmlDoubt>
{
    /// <summary>Gets what speaks against a document that cannot be read at all.</summary>
    public static XmlDoubt Unreadable { get; } = new(int.MaxValue, 0, 0, 0);

    public static XmlDoubt operator +(XmlDoubt one, XmlDoubt other)
        => new(one.Stray + other.Stray, one.Repeated + other.Repeated, one.Unlikely + other.Unlikely, one.Strange + other.Strange);

    /// <inheritdoc/>
    public int CompareTo(XmlDoubt other)
        => Stray != other.Stray ? Stray.CompareTo(other.Stray)
            : Repeated != other.Repeated ? Repeated.CompareTo(other.Repeated)
            : Unlikely != other.Unlikely ? Unlikely.CompareTo(other.Unlikely)
            : Strange.CompareTo(other.Strange);
}
