namespace WxYarpGateway.Transforms.Services;

/// <summary>The recipient that a push names.</summary>
/// <param name="ToUserName">The original id (<c>gh_…</c>) in the message; empty when the message has none.</param>
/// <param name="AppId">The segment <c>{appid}</c> of the push's path; <see langword="null"/> when the route has no such segment.</param>
public readonly record struct MessageAddress(string ToUserName, string? AppId);
