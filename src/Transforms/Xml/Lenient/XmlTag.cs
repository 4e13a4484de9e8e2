namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>A tag or section of a document: anything that starts with <c>&lt;</c>.</summary>
internal struct XmlTag
{
    public XmlTagKind Kind;

    /// <summary>Whether the element that starts here, read strictly, contains elements.</summary>
    public bool HasElements;

    /// <summary>Whether <c>]]&gt;</c> precedes this end tag, white space ignored.</summary>
    public bool EndsData;

    /// <summary>Whether text other than white space is between this tag and the next.</summary>
    public bool IsBeforeText;

    public int Start;
    public int End;

    /// <summary>The number of the name in <see cref="XmlNames"/>.</summary>
    public int Name;

    /// <summary>The first tag after this one ends. For a section, the first tag after the whole section.</summary>
    public int Next;

    /// <summary>The end tag of the element, read strictly; or <see cref="XmlNode.None"/>.</summary>
    public int Close;

    /// <summary>The end tag of the enclosing element, read strictly; or <see cref="XmlNode.None"/>.</summary>
    public int Parent;
}
