namespace WxYarpGateway.Transforms.Services;

/// <summary>What a push says of its recipient.</summary>
/// <param name="ToUserName">The original id (<c>gh_…</c>) in the message.</param>
/// <param name="AppId">The segment <c>{appid}</c> of the route that the push came in on; <see langword="null"/> where the route has none.</param>
public readonly record struct MessageAddress(string ToUserName, string? AppId);
