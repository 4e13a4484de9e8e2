namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>The kind of an <see cref="XmlTag"/>, unless it turns out to be part of a user's text.</summary>
internal enum XmlTagKind : byte
{
    Start,
    Empty,
    End,
    Data,
    Comment,
    Instruction,

    /// <summary>Unreadable: a declaration such as a DTD, or a section without end.</summary>
    Broken,
}
