namespace WxYarpGateway.Transforms.Xml;

/// <summary>One element of an <see cref="XmlTable"/>: where its name and text lie, and which elements hang on it.</summary>
/// <remarks>Children are kept as one chain per name, in the order in which the names first appeared, because JSON wants repeated elements together.</remarks>
internal struct XmlNode
{
    /// <summary>The index that stands for "no element".</summary>
    public const int None = -1;

    public int NameStart;
    public int NameLength;
    public int NameHash;

    /// <summary>Where the text lies: in the source, or in the table's decoded text when <see cref="TextIsDecoded"/>.</summary>
    public int TextStart;
    public int TextLength;
    public bool TextIsDecoded;

    /// <summary>Whether a CDATA section is part of the text.</summary>
    public bool HasCharacterData;

    /// <summary>The first child, head of the chain of its name.</summary>
    public int FirstChild;

    /// <summary>The last child whose name was new, where the next new name is appended.</summary>
    public int LastChild;

    /// <summary>For the head of a chain: the head of the next name's chain among its siblings.</summary>
    public int NextName;

    /// <summary>The next sibling with the same name.</summary>
    public int NextSame;

    /// <summary>For the head of a chain: its last element.</summary>
    public int LastSame;
}
