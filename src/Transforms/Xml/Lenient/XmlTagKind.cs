namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>What an <see cref="XmlTag"/> may be, if it is not a part of some text.</summary>
internal enum XmlTagKind : byte
{
    Start,
    Empty,
    End,
    Data,
    Comment,
    Instruction,

    /// <summary>A declaration, or a section that does not end; nothing that can be read.</summary>
    Broken,
}
