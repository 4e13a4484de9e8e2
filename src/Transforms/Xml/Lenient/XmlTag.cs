namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>A place in a document where something begins with an angle bracket.</summary>
internal struct XmlTag
{
    public XmlTagKind Kind;

    /// <summary>Whether the element that begins here, read as strict XML, has elements within it.</summary>
    public bool HasElements;

    /// <summary>Whether a CDATA section, white space apart, ends before this end tag.</summary>
    public bool EndsData;

    /// <summary>Whether more than white space stands between this and the next tag.</summary>
    public bool IsBeforeText;

    public int Start;
    public int End;

    /// <summary>The number of the name in <see cref="XmlNames"/>.</summary>
    public int Name;

    /// <summary>The first tag that lies behind all of this one: behind a whole section, not within it.</summary>
    public int Next;

    /// <summary>The end tag that closes the element, read as strict XML; or <see cref="XmlNode.None"/>.</summary>
    public int Close;

    /// <summary>The end tag that the elements from here on lead to, read as strict XML; or <see cref="XmlNode.None"/>.</summary>
    public int Parent;
}
