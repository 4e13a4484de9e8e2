namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>Who fills a field.</summary>
internal enum XmlAuthor
{
    /// <summary>It is not known who: the account's owner, a user, or WeChat.</summary>
    Somebody,

    /// <summary>A user, who may type anything. It is a text.</summary>
    User,

    /// <summary>The fields in it, of which a user fills some.</summary>
    Fields,

    /// <summary>WeChat alone, which never writes the end of a CDATA section into a value.</summary>
    WeChat,
}
