namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Code in a platform's library: a template that can be committed to mini programs, or a draft of one.</summary>
public sealed record CodeTemplate
{
    /// <summary>The type of a template whose code is audited once for all, and whose <c>ext_json</c> is limited.</summary>
    public const int Standard = 1;

    /// <summary>Gets the template's id, or the draft's; each list counts its own.</summary>
    public required long Id { get; init; }

    /// <summary>Gets the version that the developer uploaded.</summary>
    public string UserVersion { get; init; } = "1.0.0";

    /// <summary>Gets the developer's description.</summary>
    public string UserDesc { get; init; } = "";

    /// <summary>Gets the type: 0 for an ordinary template, 1 for a standard one.</summary>
    public int Type { get; init; }

    /// <summary>Gets the AppId of the mini program that the code was developed with (开发小程序).</summary>
    public string SourceAppId { get; init; } = "wxdevelopment0001";

    /// <summary>Gets when it was added, or null for the start of the simulator.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
