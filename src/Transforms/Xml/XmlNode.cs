namespace WxYarpGateway.Transforms.Xml;

/// <summary>One element of an <see cref="XmlTable"/>: the positions of its name and text, and its links to other elements.</summary>
/// <remarks>
/// The children of an element form one chain per name, in the order of each name's first appearance.
/// JSON needs this because repeated elements become one array.
/// </remarks>
internal struct XmlNode
{
    /// <summary>The index that stands for "no element".</summary>
    public const int None = -1;

    public int NameStart;
    public int NameLength;
    public int NameHash;

    /// <summary>
    /// The position of the text: in the table's decoded text when <see cref="TextIsDecoded"/> is set, else in the source.
    /// </summary>
    public int TextStart;
    public int TextLength;
    public bool TextIsDecoded;

    /// <summary>Whether the text includes a CDATA section.</summary>
    public bool HasCharacterData;

    /// <summary>The first child. It is the head of its name's chain.</summary>
    public int FirstChild;

    /// <summary>The head of the last chain. The next new name is linked there.</summary>
    public int LastChild;

    /// <summary>For the head of a chain: the head of the next chain among its siblings.</summary>
    public int NextName;

    /// <summary>The next sibling with the same name.</summary>
    public int NextSame;

    /// <summary>For the head of a chain: its last element.</summary>
    public int LastSame;
}
