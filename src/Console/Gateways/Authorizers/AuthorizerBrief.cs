namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>What a list shows of an account.</summary>
public record AuthorizerBrief
{
    /// <summary>Gets the AppId.</summary>
    public string Appid { get; init; } = "";

    /// <summary>Gets whether the platform acts for it, such as <c>Authorized</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Gets what it is, such as <c>MiniProgram</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Gets the name that its owner chose.</summary>
    public string? Name { get; init; }

    /// <summary>Gets its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the name, or the AppId when there is none.</summary>
    public string Title => Name is { Length: > 0 } name ? name : Appid;
}
