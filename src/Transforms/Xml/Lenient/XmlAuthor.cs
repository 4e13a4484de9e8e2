namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>The author of a field's content.</summary>
internal enum XmlAuthor
{
    /// <summary>Unknown: the account's owner, a user, or WeChat.</summary>
    Unknown,

    /// <summary>A user. The field is a text that may contain anything.</summary>
    User,

    /// <summary>The field contains other fields, and users fill some of them.</summary>
    Fields,

    /// <summary>WeChat only. It never writes <c>]]&gt;</c> into a value.</summary>
    WeChat,
}
