using System.Text.Json;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>An object for WeChat itself in answer to an event, such as <c>{"ErrCode":0,"ErrMsg":"success"}</c>.</summary>
/// <remarks>Source of the objects: PROTOCOL 2.6, the rows of replies. Users do not see them, and no other API takes them.</remarks>
public sealed record RawReply : PassiveReply
{
    /// <summary>Makes a reply of an object.</summary>
    /// <param name="body">The object. Its names must be valid in XML, since the push's format decides how it is written.</param>
    /// <exception cref="ArgumentException">
    /// The body is no object, is too deep or too large, names a member twice, or has a name that XML does not allow.
    /// </exception>
    public RawReply(JsonElement body)
    {
        if (!RawObject.IsValid(body))
        {
            throw new ArgumentException(
                "The body must be a JSON object, neither deep nor large, with unique names that XML allows.", nameof(body));
        }

        Body = body.Clone();
    }

    /// <summary>Gets the object.</summary>
    public JsonElement Body { get; }

    internal override bool IsEmpty => false;

    /// <summary>Gets a value indicating whether the object reports a failure, such as <c>{"ErrCode":1}</c>.</summary>
    internal bool IsRefusal => Body.EnumerateObject().Any(member => IsResultCode(member.Name) && !IsZero(member.Value));

    /// <summary>Returns whether the other reply has the same content.</summary>
    public bool Equals(RawReply? other) => other is not null && JsonElement.DeepEquals(Body, other.Body);

    /// <inheritdoc/>
    public override int GetHashCode() => Body.GetPropertyCount();

    internal override void WriteTo(IReplyForm form) => form.Write(this);

    // Each group of WeChat's APIs spells it differently. Source: PROTOCOL 2.6, the rows of replies.
    private static bool IsResultCode(string name)
        => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() is "ERRCODE" or "RESULTCODE" or "RETCODE";

    private static bool IsZero(JsonElement code) => code.ValueKind switch
    {
        JsonValueKind.Number => code.TryGetDecimal(out var number) && number == 0,
        JsonValueKind.String => code.GetString() is "0" or "",
        _ => false,
    };
}
