namespace WxYarpGateway.Transforms.Xml;

/// <summary>Who fills a field.</summary>
internal enum XmlAuthor
{
    /// <summary>It is not known who: the account's owner, a user, or WeChat.</summary>
    Somebody,

    /// <summary>A user, who may type anything; or all in it stands about what a user typed.</summary>
    User,

    /// <summary>WeChat alone, which never writes the end of a CDATA section into a value.</summary>
    WeChat,
}
