namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>The result of an edit.</summary>
/// <param name="Details">The account as it is now; <see langword="null"/> when there is no such row.</param>
/// <param name="IsDone">Whether the edit was made; <see langword="false"/> when somebody else edited the account in the meantime.</param>
public sealed record AuthorizerWrite(AuthorizerDetails? Details, bool IsDone);
