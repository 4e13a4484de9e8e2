using System.Text.Json;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>An object of WeChat's own in answer to an event, such as <c>{"ErrCode":0,"ErrMsg":"success"}</c>; WeChat gets it in the format of the push.</summary>
/// <remarks>Source of the objects: PROTOCOL 2.6, the rows of replies. No user sees them, and no other API takes them.</remarks>
public sealed record RawReply : Reply
{
    /// <summary>Makes a reply of an object.</summary>
    /// <param name="body">The object. Its names must fit XML, since the push decides on the format.</param>
    /// <exception cref="ArgumentException">It is no object, or too deep or large, or names a member twice, or has a name that XML has not.</exception>
    public RawReply(JsonElement body)
    {
        if (!RawObject.IsValid(body))
        {
            throw new ArgumentException("It must be a JSON object with names that are unique and fit XML, neither deep nor large.", nameof(body));
        }

        Body = body.Clone();
    }

    /// <summary>Gets the object.</summary>
    public JsonElement Body { get; }

    /// <summary>Gets a value indicating whether it says that something was not done, such as <c>{"ErrCode":1}</c>: the result code is not 0.</summary>
    internal bool IsRefusal => Body.EnumerateObject().Any(member => IsResultCode(member.Name) && !IsZero(member.Value));

    /// <summary>Returns whether the other says the same to WeChat.</summary>
    public bool Equals(RawReply? other) => other is not null && JsonElement.DeepEquals(Body, other.Body);

    /// <inheritdoc/>
    public override int GetHashCode() => Body.GetPropertyCount();

    // Each group of WeChat's APIs writes it in another way. Source: PROTOCOL 2.6, the rows of replies.
    private static bool IsResultCode(string name)
        => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() is "ERRCODE" or "RESULTCODE" or "RETCODE";

    private static bool IsZero(JsonElement code) => code.ValueKind switch
    {
        JsonValueKind.Number => code.TryGetDecimal(out var number) && number == 0,
        JsonValueKind.String => code.GetString() is "0" or "",
        _ => false,
    };
}
