using System.Text;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>
/// A customer-service message as a backend of mpapi's writes it: <c>{source,target,type,content}</c>, or
/// <c>{touser,msgtype,content}</c>. The content is a text, or an object, or an object in a text.
/// </summary>
internal sealed class BackendMessage : IDisposable
{
    private const int LongestId = 128;

    private BackendMessage(string user, string type, string text, JsonFields? fields)
        => (User, Type, Text, Fields) = (user, type, text, fields);

    /// <summary>Gets the user's openid.</summary>
    public string User { get; }

    /// <summary>Gets the kind of message.</summary>
    public string Type { get; }

    /// <summary>Gets the content as a text; empty for an object.</summary>
    public string Text { get; }

    /// <summary>Gets the fields of the content; <see langword="null"/> when it is no object.</summary>
    public JsonFields? Fields { get; }

    /// <summary>Reads a message; returns what is wrong with it if it is none.</summary>
    public static (BackendMessage? Message, string Wrong) Read(JsonFields body)
    {
        if ((body.Text("target") ?? body.Text("touser")) is not { Length: > 0 and <= LongestId } user)
        {
            return (null, "target must be the openid of a user");
        }

        if ((body.Text("type") ?? body.Text("msgtype")) is not { Length: > 0 } type)
        {
            return (null, "type must be text, image, link or miniprogrampage");
        }

        var text = body.Text("content") ?? "";
        var fields = body.Within("content") ?? (text.StartsWith('{') ? JsonFields.Parse(Encoding.UTF8.GetBytes(text)) : null);
        return text.Length > 0 || fields is not null ? (new BackendMessage(user, type, text, fields), "")
            : (null, "content must be a text or an object");
    }

    /// <summary>Returns the first of some fields that is a text and not empty.</summary>
    public string? FirstOf(params string[] names)
        => names.Select(name => Fields?.Text(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <inheritdoc/>
    public void Dispose() => Fields?.Dispose();

    /// <summary>Returns the kind only: the rest is personal.</summary>
    public override string ToString() => Type;
}
