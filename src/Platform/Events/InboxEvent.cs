using System.Security.Cryptography;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Events;

/// <summary>An authorization event on its way into the inbox.</summary>
/// <param name="Component">The platform's AppId.</param>
/// <param name="InfoType">The InfoType.</param>
/// <param name="CreateTime">When WeChat made it, in whole seconds.</param>
/// <param name="Body">The event as JSON, with its codes.</param>
public sealed record InboxEvent(AppId Component, string InfoType, DateTimeOffset CreateTime, ReadOnlyMemory<byte> Body)
{
    /// <summary>Gets the account that the event is about; <see langword="null"/> when it names none.</summary>
    public AppId? Account { get; init; }

    /// <summary>Gets the SHA-256 of the body in lower-case hexadecimal digits: a second delivery has the same.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Body.Span));

    /// <summary>Returns what sort of event it is, and nothing of its body.</summary>
    public override string ToString() => $"{InfoType} of {Account?.Value ?? "nobody"}";
}
