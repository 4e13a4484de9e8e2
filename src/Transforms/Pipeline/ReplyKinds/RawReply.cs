using System.Text.Json;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Answers an event with an object for WeChat itself, such as <c>{"ErrCode":0,"ErrMsg":"success"}</c>.</summary>
/// <remarks>Users do not see it, and it cannot be sent late. Source of the objects: PROTOCOL 2.6, the rows of replies.</remarks>
public sealed record RawReply : PassiveReply
{
    /// <summary>Initializes a new instance of the <see cref="RawReply"/> class.</summary>
    /// <param name="body">The object. Its names must be valid in XML, because a push in XML gets it as XML.</param>
    /// <exception cref="ArgumentException">
    /// The body is not an object, exceeds depth 32 or 4,096 values, repeats a name, or has a name that XML does not allow.
    /// </exception>
    public RawReply(JsonElement body)
    {
        if (!RawObject.IsValid(body))
        {
            throw new ArgumentException(
                "The body must be a JSON object of at most depth 32 and 4,096 values, with unique names that XML allows.",
                nameof(body));
        }

        Body = body.Clone();
    }

    /// <summary>Gets the object.</summary>
    public JsonElement Body { get; }

    internal override bool IsEmpty => false;

    /// <summary>Gets a value indicating whether the object reports an error to WeChat, such as <c>{"ErrCode":1}</c>.</summary>
    internal bool IsRefusal => Body.EnumerateObject().Any(member => IsResultCode(member.Name) && !IsZero(member.Value));

    /// <summary>Returns whether the other reply has the same content.</summary>
    public bool Equals(RawReply? other) => other is not null && JsonElement.DeepEquals(Body, other.Body);

    /// <inheritdoc/>
    public override int GetHashCode() => Body.GetPropertyCount();

    internal override void WriteTo(IReplyForm form) => form.Write(this);

    // Each group of WeChat's APIs spells the result code differently. Source: PROTOCOL 2.6, the rows of replies.
    private static bool IsResultCode(string name)
        => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() is "ERRCODE" or "RESULTCODE" or "RETCODE";

    private static bool IsZero(JsonElement code) => code.ValueKind switch
    {
        JsonValueKind.Number => code.TryGetDecimal(out var number) && number == 0,
        JsonValueKind.String => code.GetString() is "0" or "",
        _ => false,
    };
}
