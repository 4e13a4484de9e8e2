using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Console.Gateways;

/// <summary>What a gateway answered, or why it did not.</summary>
/// <typeparam name="T">The type of the answer's JSON; <see cref="Nothing"/> when it is not read.</typeparam>
internal sealed record GatewayAnswer<T>
{
    private GatewayAnswer()
    {
    }

    /// <summary>Gets a value indicating whether there is an answer.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsThere => Error is null;

    /// <summary>Gets the answer.</summary>
    public T? Value { get; private init; }

    /// <summary>Gets why there is none.</summary>
    public GatewayError? Error { get; private init; }

    /// <summary>Gets the header <c>ETag</c>, for a later <see cref="GatewayCall.IfMatch"/>.</summary>
    public string? ETag { get; private init; }

    /// <summary>Returns an answer.</summary>
    public static GatewayAnswer<T> Of(T value, string? etag = null) => new() { Value = value, ETag = etag };

    /// <summary>Returns that there is none.</summary>
    public static GatewayAnswer<T> Not(GatewayError error) => new() { Error = error };
}
