namespace WxYarpGateway.PlatformImport.Found;

/// <summary>A third-party platform as another program knows it.</summary>
/// <param name="Source">That program.</param>
/// <param name="AppId">The component's AppId.</param>
internal sealed record FoundPlatform(string Source, string AppId)
{
    /// <summary>Gets the component's secret; empty when the source has none that can be read.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Gets the ticket, if there is one that WeChat still takes.</summary>
    public FoundTicket? Ticket { get; init; }

    /// <summary>Gets the title of the authorization page.</summary>
    public string Title { get; init; } = "";

    /// <summary>Gets the text of the authorization page.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets where browsers go after an authorization; <see langword="null"/> for nowhere.</summary>
    public Uri? ReturnTo { get; init; }

    public IReadOnlyList<FoundAuthorizer> Authorizers { get; init; } = [];

    public IReadOnlyList<FoundRule> Rules { get; init; } = [];

    /// <summary>Gets a value indicating whether backends of the source call its paths, which <c>Compat</c> serves.</summary>
    public bool IsWxComponent { get; init; }

    /// <summary>Returns the AppId; the rest has secrets.</summary>
    public override string ToString() => AppId;
}
